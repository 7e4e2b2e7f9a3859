@NullMarked
package org.handyrep.ui.timeline;

import org.jspecify.annotations.NullMarked;
