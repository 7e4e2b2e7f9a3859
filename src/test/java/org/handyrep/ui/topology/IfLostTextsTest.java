package org.handyrep.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.handyrep.engine.IfLost;
import org.handyrep.testing.SampleAutomation;
import org.handyrep.testing.SampleClusters;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.junit.jupiter.api.Test;

class IfLostTextsTest {

    private static IfLost lost(Optional<String> winner, OptionalLong bytes, OptionalLong commits, boolean automatic, List<String> blocks) {
        return new IfLost("john", winner, "why", bytes, commits, Optional.of(Duration.ofMillis(1900)), automatic, blocks, List.of());
    }

    @Test
    void saysWhoAndWhatAndWhen() {
        IfLostTexts texts = IfLostTexts.of(lost(Optional.of("paul"), OptionalLong.of(16_384), OptionalLong.of(3), true, List.of()));
        assertEquals("If john died now", texts.title());
        assertEquals(new IfLostTexts.Value("≈ 3 commits", "16 kB of WAL, estimated", Mark.UNKNOWN), texts.atRisk());
        assertEquals("≈ 1.9 s", texts.backAfter().text());
        assertEquals("yes", texts.byItself().text());
        assertEquals("", texts.more());
        IfLostTexts exact = IfLostTexts.of(lost(Optional.of("paul"), OptionalLong.of(0), OptionalLong.of(0), true, List.of()));
        assertEquals("0 commits", exact.atRisk().text(), "nothing is nothing, not about nothing");
    }

    @Test
    void whatIsNotKnownIsNotShownAsNothing() {
        IfLostTexts texts = IfLostTexts.of(lost(Optional.of("paul"), OptionalLong.empty(), OptionalLong.empty(), false, List.of("off")));
        assertEquals("not known", texts.atRisk().text());
        assertEquals("12 MB", IfLostTexts.of(lost(Optional.of("paul"), OptionalLong.of(12_582_912), OptionalLong.empty(), false, List.of())).atRisk().text());
        IfLostTexts nobody = IfLostTexts.of(lost(Optional.empty(), OptionalLong.of(0), OptionalLong.of(0), false, List.of("a", "b")));
        assertEquals("nobody", nobody.who().text());
        assertEquals(Formats.NOTHING, nobody.atRisk().text(), "nothing at risk would be read as good news");
        assertTrue(nobody.more().startsWith("2 reasons against"), nobody.more());
    }

    @Test
    void everyReasonIsInTheText() {
        IfLost blocked = SampleAutomation.blocked(SampleClusters.lagging(Instant.now())).ifLost().orElseThrow();
        String text = IfLostTexts.of(blocked).asText();
        blocked.blocks().forEach(b -> assertTrue(text.contains(b), b));
        blocked.losers().forEach(l -> assertTrue(text.contains(l), l));
    }
}
