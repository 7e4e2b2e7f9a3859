package org.handyrep.plan;

import static org.handyrep.plan.Situations.STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.handyrep.cluster.Disk;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Role;
import org.junit.jupiter.api.Test;

/// What a person may overrule and automation may not: little space, much to replay.
class ReadinessTest {

    private static final long MB = 1024 * 1024;

    private static HostState free(long data, long wal) {
        return new HostState.Answers(true, "in production", "", Optional.of(new Disk(data * MB, wal * MB)));
    }

    /// george is as he should be; paul is preferred.
    private static Situations lost(HostState pauls, long received, long replayed, OptionalDouble rate) {
        return new Situations()
                .lost("john", STOPPED)
                .add("paul", Role.REPLICA, true, Situations.replicaState(received, replayed, false, Map.of()), pauls)
                .replaying("paul", rate)
                .replica("george", 1000)
                .lastSeen("john", 1000)
                .confirmed("PrimaryProcessDown");
    }

    private static Candidate paul(Situations situations) {
        return Ranking.of(situations.build()).stream().filter(c -> c.server().equals("paul")).findFirst().orElseThrow();
    }

    private static void onlyByPerson(Situations situations, String why) {
        assertTrue(paul(situations).byPerson().orElse("").contains(why), () -> paul(situations).toString());
        assertEquals(Optional.empty(), paul(situations).obstacle(), "a person may choose it");
        Plan alone = assertInstanceOf(Plan.class, Planner.plan(situations.build(), new Request.AutomaticFailover(true)));
        assertEquals("Failover john → george", alone.title());
        Plan person = assertInstanceOf(Plan.class, situations.failover("paul"));
        assertTrue(person.checks().stream().anyMatch(c -> c.level() == Check.Level.WARNING && c.saw().contains(why)), person::asText);
    }

    @Test
    void oneWithAFullDiskIsNotPromotedWithoutAPerson() {
        onlyByPerson(lost(free(255, 9000), 1000, 1000, OptionalDouble.empty()), "has 255 MB free for its data, minimum_free_disk is 256 MB");
        onlyByPerson(lost(free(9000, 3), 1000, 1000, OptionalDouble.empty()), "has 3 MB free for its WAL");
        assertEquals(Optional.empty(), paul(lost(free(256, 256), 1000, 1000, OptionalDouble.empty())).byPerson());
        assertEquals(Optional.empty(), paul(lost(Situations.RUNS, 1000, 1000, OptionalDouble.empty())).byPerson(), "nothing is known against it");
    }

    @Test
    void oneThatReplaysForLongIsNotPromotedWithoutAPerson() {
        onlyByPerson(
                lost(Situations.RUNS, 1000, 390, OptionalDouble.of(10)),
                "has 610 bytes to replay, which takes about 61 s (estimated: it replayed 10 bytes/s of late), maximum_replay_time is 60 s");
        onlyByPerson(lost(Situations.RUNS, 1000, 999, OptionalDouble.of(0)), "has replayed nothing of late");
        assertEquals(Optional.empty(), paul(lost(Situations.RUNS, 1000, 400, OptionalDouble.of(10))).byPerson());
        assertEquals(Optional.empty(), paul(lost(Situations.RUNS, 1000, 400, OptionalDouble.empty())).byPerson(), "how fast it is was never seen");
        assertEquals(Optional.empty(), paul(lost(Situations.RUNS, 1000, 1000, OptionalDouble.of(0))).byPerson(), "there is nothing to replay");
    }

    @Test
    void theLimitsAreOfHandyrepConf() {
        Rules wide = new Rules(
                false, 1_000_000, true, EnumSet.of(Fence.PROCESS), false, Rules.RECOVERY, MB, Duration.ofHours(1), false, Rules.MEMORY);
        Situations paul = lost(free(2, 2), 1000, 390, OptionalDouble.of(10)).rules(wide);
        assertEquals(Optional.empty(), paul(paul).byPerson());
        assertEquals(Optional.of(Duration.ofSeconds(61)), paul(paul).replaysIn());
    }

    @Test
    void nobodyIsPromotedWithoutAPersonWhereAllHaveFullDisks() {
        Situations all = new Situations()
                .lost("john", STOPPED)
                .add("paul", Role.REPLICA, true, Situations.replicaState(1000, 1000, false, Map.of()), free(1, 1))
                .lastSeen("john", 1000)
                .confirmed("PrimaryProcessDown");
        Refusal refusal = assertInstanceOf(Refusal.class, Planner.plan(all.build(), new Request.AutomaticFailover(true)));
        assertTrue(refusal.reason().contains("paul has 1 MB free"), refusal.reason());
    }
}
