@NullMarked
package org.handyrep.ui.plan;

import org.jspecify.annotations.NullMarked;
