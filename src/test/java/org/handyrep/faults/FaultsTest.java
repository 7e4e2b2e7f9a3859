package org.handyrep.faults;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// All that is tried in the laboratory, in one class: one laboratory at a time is as much as a small machine can bear.
@Tag("faults")
class FaultsTest {

    @Nested
    class InTheNetwork extends Cuts {}

    @Nested
    class OfTwoConsoles extends Races {}

    @Nested
    class AtRandom extends RandomRuns {}
}
