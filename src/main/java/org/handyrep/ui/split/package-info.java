/// Two servers of one cluster take writes: what each has of its own, and which one stays.
@NullMarked
package org.handyrep.ui.split;

import org.jspecify.annotations.NullMarked;
