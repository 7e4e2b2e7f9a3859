package org.handyrep.faults;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// What is tried in the laboratory by name, one after the other: some laboratories at once are as much as a small machine can bear.
@Tag("faults")
class FaultsTest {

    @Nested
    class InTheNetwork extends Cuts {}

    @Nested
    class OnTheDisks extends Disks {}

    @Nested
    class OfTwoConsoles extends Races {}
}
