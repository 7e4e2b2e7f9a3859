/// What is wrong: named problems found in a snapshot, each with one sentence and its evidence.
@NullMarked
package org.handyrep.diagnosis;

import org.jspecify.annotations.NullMarked;
