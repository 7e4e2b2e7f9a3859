/// The timelines of a cluster and its replication slots.
@NullMarked
package org.handyrep.ui.timeline;

import org.jspecify.annotations.NullMarked;
