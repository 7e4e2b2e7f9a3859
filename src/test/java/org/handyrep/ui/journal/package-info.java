@NullMarked
package org.handyrep.ui.journal;

import org.jspecify.annotations.NullMarked;
