/// What is: servers as configured, as observed and as judged. Values only; this package asks nothing of the world.
@NullMarked
package org.handyrep.cluster;

import org.jspecify.annotations.NullMarked;
