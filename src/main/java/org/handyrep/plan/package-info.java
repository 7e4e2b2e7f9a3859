/// What to do: pure planners that make a Plan or a Refusal, and the steps a plan is made of.
@NullMarked
package org.handyrep.plan;

import org.jspecify.annotations.NullMarked;
