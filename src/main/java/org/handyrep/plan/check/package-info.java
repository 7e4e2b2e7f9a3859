/// `failover_check`: whether something may be done without a person, and what keeps it from being done. Values in, an answer out; it asks nothing of the world.
@NullMarked
package org.handyrep.plan.check;

import org.jspecify.annotations.NullMarked;
