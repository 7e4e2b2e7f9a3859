/// The picture of the cluster: lanes, cards, streams.
@NullMarked
package org.handyrep.ui.topology;

import org.jspecify.annotations.NullMarked;
