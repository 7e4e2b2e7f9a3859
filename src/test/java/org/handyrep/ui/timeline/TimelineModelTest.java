package org.handyrep.ui.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.testing.SampleTimelines;
import org.handyrep.ui.common.Mark;
import org.junit.jupiter.api.Test;

class TimelineModelTest {

    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private static String drawn(TimelineModel model) {
        StringBuilder text = new StringBuilder();
        for (TimelineModel.Line line : model.lines()) {
            text.append(line.main() ? "= " : "- ").append(line.title()).append(" ^").append(line.parent()).append(" @").append(line.column());
            line.stops().forEach(s -> text.append(" | ").append(s.server()).append(": ").append(s.words()));
            text.append('\n');
        }
        return text.toString();
    }

    @Test
    void everyServerStandsOnItsBranch() {
        TimelineModel model = TimelineModel.of(SampleTimelines.view(NOW).snapshot());
        assertEquals(
                """
                = timeline 1 ^-1 @0 | john: takes writes, 35 kB past the fork
                = timeline 2 ^0 @1 | pete: 288 B past the fork | ringo: before the fork, can follow
                = timeline 3 ^1 @2 | george: takes writes | paul: follows
                """,
                drawn(model));
        assertEquals("left timeline 2 at 16/C0000028", model.lines().getLast().fork());
    }

    /// Two replicas promoted apart both write timeline 2.
    @Test
    void twoTimelinesOfOneNumberAreTwoBranches() {
        TimelineModel model = TimelineModel.of(snapshot(
                SampleTimelines.primary("paul", Role.MASTER, 2, List.of(SampleTimelines.left(1, "0/5000000")), "0/6000000", NOW),
                SampleTimelines.primary("george", Role.REPLICA, 2, List.of(SampleTimelines.left(1, "0/4000000")), "0/7000000", NOW)));
        assertEquals(
                """
                = timeline 1 ^-1 @0
                - timeline 2 ^0 @1 | george: takes writes, 48 MB past the fork
                = timeline 2 ^0 @2 | paul: takes writes
                """,
                drawn(model));
    }

    @Test
    void aHistoryThatNobodyTellsIsGuessedOnlyWhereThereIsOneChoice() {
        Observation paul = SampleTimelines.primary("paul", Role.MASTER, 2, List.of(SampleTimelines.left(1, "0/5000000")), "0/6000000", NOW);
        Observation silent = SampleTimelines.replica("george", 2, List.of(), "0/6000000", NOW);
        assertEquals(
                """
                = timeline 1 ^-1 @0
                = timeline 2 ^0 @1 | george: follows | paul: takes writes
                """,
                drawn(TimelineModel.of(snapshot(paul, silent))));
        Observation other = SampleTimelines.primary("john", Role.REPLICA, 2, List.of(SampleTimelines.left(1, "0/4000000")), "0/7000000", NOW);
        TimelineModel.Line unknown = TimelineModel.of(snapshot(paul, silent, other)).lines().stream()
                .filter(l -> l.stops().stream().anyMatch(s -> s.server().equals("george")))
                .findFirst()
                .orElseThrow();
        assertEquals(-1, unknown.parent());
        assertEquals(Mark.UNKNOWN, unknown.stops().getFirst().mark());
    }

    @Test
    void slotsSayWhatTheyKeepAndWhoUsesThem() {
        assertEquals("paul", row("paul").user());
        assertEquals(Mark.OK, row("paul").mark());
        assertEquals("2.8 GB", row("warehouse").retained());
        assertEquals(Mark.WARNING, row("warehouse").mark());
        assertEquals(Mark.DOWN, row("ringo").mark());
    }

    private static SlotRow row(String slot) {
        return SlotRow.of(SampleTimelines.view(NOW).snapshot()).stream()
                .filter(r -> r.name().equals(slot))
                .findFirst()
                .orElseThrow();
    }

    private static ClusterSnapshot snapshot(Observation... servers) {
        return new ClusterSnapshot("beatles", 1, NOW, 0, true, List.of(servers));
    }
}
