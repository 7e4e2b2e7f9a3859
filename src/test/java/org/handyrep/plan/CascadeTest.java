package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.FollowPrimary;
import org.handyrep.plan.step.ThawReplica;
import org.junit.jupiter.api.Test;

/// john → paul → george → ringo, and who may follow whom of them.
class CascadeTest {

    private static Situation chain() {
        return new Situations()
                .primary("john", 1000)
                .add("paul", Role.REPLICA, true, follows("john", 10), Situations.RUNS)
                .add("george", Role.REPLICA, true, follows("paul", 10), Situations.RUNS)
                .add("ringo", Role.REPLICA, true, follows("george", 10), Situations.RUNS)
                .add("pete", Role.REPLICA, true, detached(), Situations.RUNS)
                .build();
    }

    private static ServerState follows(String upstream, int senders) {
        Receiver receiver = new Receiver(
                "streaming", 1, Optional.of(Duration.ZERO), Optional.of(upstream + ".example"), Optional.of(5432), Optional.of("mine"));
        return replica(Optional.of(receiver), Optional.of(upstream + ".example:5432"), senders);
    }

    private static ServerState detached() {
        return replica(Optional.empty(), Optional.of("john.example:5432"), 10);
    }

    private static ServerState replica(Optional<Receiver> receiver, Optional<String> upstream, int senders) {
        Facts facts = new Facts("7000", 170000, "17.0", "/data", 1, Instant.EPOCH, Map.of("max_wal_senders", String.valueOf(senders)));
        return new ServerState.Replica(
                facts, Optional.of(new Lsn(1000)), new Lsn(1000), receiver, false, Optional.empty(), upstream, List.of(), List.of());
    }

    private static Decision remaster(Situation situation, String replica, String upstream) {
        return Planner.plan(situation, new Request.Remaster(replica, Optional.of(upstream)));
    }

    private static String refused(String replica, String upstream) {
        return assertInstanceOf(Refusal.class, remaster(chain(), replica, upstream)).toString();
    }

    @Test
    void aReplicaFollowsAnyRunningServerWithItsSlotThere() {
        Plan plan = assertInstanceOf(Plan.class, remaster(chain(), "ringo", "paul"));
        assertEquals("Let ringo follow paul (reload)", plan.steps().get(1).title());
        assertEquals(Optional.of(new Deed.Follow("ringo", "paul", 17, Optional.of("mine"))), plan.steps().get(1).deed());
        assertEquals(Optional.of(new Deed.Follow("ringo", "george", 17, Optional.of("mine"))), plan.steps().get(1).undo());
        assertInstanceOf(Plan.class, remaster(chain(), "george", "john"));
    }

    @Test
    void nobodyFollowsWhoGetsItsWalFromIt() {
        assertTrue(refused("paul", "george").contains("george gets its WAL from paul: they would follow each other"), () -> refused("paul", "george"));
        assertTrue(refused("paul", "ringo").contains("by way of george"), () -> refused("paul", "ringo"));
    }

    @Test
    void whoGetsNoWalOrSendsNoneIsNoUpstream() {
        assertTrue(refused("george", "pete").contains("gets no WAL itself"));
        Situation mute = new Situations()
                .primary("john", 1000)
                .add("paul", Role.REPLICA, true, follows("john", 0), Situations.RUNS)
                .add("george", Role.REPLICA, true, follows("john", 10), Situations.RUNS)
                .build();
        assertTrue(remaster(mute, "george", "paul").toString().contains("max_wal_senders is 0"));
    }

    private static Situations lost() {
        return new Situations()
                .lost("john", Situations.STOPPED)
                .add("paul", Role.REPLICA, true, follows("john", 10), Situations.RUNS)
                .add("george", Role.REPLICA, true, follows("paul", 10), Situations.RUNS)
                .add("ringo", Role.REPLICA, true, follows("george", 10), Situations.RUNS)
                .add("pete", Role.REPLICA, true, follows("john", 10), Situations.RUNS)
                .lastSeen("john", 1000);
    }

    private static List<String> titles(Situations situations, boolean remaster) {
        Request request = new Request.ManualFailover(Optional.of("paul"), remaster, true);
        Plan plan = assertInstanceOf(Plan.class, Planner.plan(situations.build(), request));
        return plan.steps().stream().filter(s -> s instanceof FollowPrimary || s instanceof ThawReplica).map(Step::title).toList();
    }

    @Test
    void whoFollowsALivingReplicaIsThawedAfterAFailover() {
        List<String> thaws = List.of("Thaw george: it goes on following paul", "Thaw ringo: it goes on following george");
        assertEquals(thaws, titles(lost(), false));
        List<String> all = new ArrayList<>(List.of("Let pete follow paul (reload)"));
        all.addAll(thaws);
        assertEquals(all, titles(lost(), true));
    }

    /// Nobody freezes a server that is out of service: it may follow john still.
    @Test
    void whoFollowsAReplicaThatIsOutOfServiceStaysFrozen() {
        Situations beside = lost()
                .add("stu", Role.REPLICA, false, follows("john", 10), Situations.RUNS)
                .add("brian", Role.REPLICA, true, follows("stu", 10), Situations.RUNS);
        assertTrue(titles(beside, true).stream().noneMatch(t -> t.contains("brian")));
        assertTrue(beside.failover("paul").toString().contains("brian stays frozen"));
    }
}
