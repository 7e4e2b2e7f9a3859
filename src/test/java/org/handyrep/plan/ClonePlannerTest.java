package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.CloneLook;
import org.handyrep.plugin.cloning.HostSeen;
import org.handyrep.plugin.cloning.PlaceSeen;
import org.handyrep.plugin.cloning.ReplicationLogin;
import org.handyrep.plugin.cloning.SourceSeen;
import org.junit.jupiter.api.Test;

/// What the operator is asked before a clone, by what is in the target's directory.
class ClonePlannerTest {

    private static final ServerState.NotPolled SILENT = new ServerState.NotPolled("disabled");

    private static Decision plan(boolean database, PlaceSeen.Left left, boolean reclone, ReplicationLogin... logins) {
        Observation john = seen(new Server("john", "john.example", 5432, Role.MASTER, true, 1, 1, Map.of()), Situations.primaryState(1000, "7000", 1));
        Observation george = seen(new Server("george", "george.example", 5432, Role.REPLICA, false, 2, 1, Map.of("pgdata", "/srv/pg", "clone_method", "clone_tar")), SILENT);
        PlaceSeen place = new PlaceSeen(
                "/srv/pg", true, "", "/srv/pg", true, "1:2", List.of(database ? "PG_VERSION" : "handyrep_old"), List.of(), left,
                new PlaceSeen.Space("1", 1_000_000, 0), false);
        HostSeen host = new HostSeen(
                "postgres", "/var/lib/postgresql", "boot", List.of(place), database ? "17" : "",
                database ? Optional.of(new ControlData("7000", 1700, "in production", new Lsn(1), new Lsn(1), 1)) : Optional.empty(),
                database ? "01" : "", "", Optional.empty(), Map.of());
        CloneLook look = new CloneLook(
                SILENT, Optional.of(host), Optional.empty(), false, new SourceSeen(170000, "/data", false, 1000, Map.of(), 5, 5, "7000", ""), Outcome.success(""), "",
                new CloneJob("george", "john", "john", 170000, "/srv/pg", "/data", Optional.empty(), List.of(), 0, "t"),
                List.of(logins));
        Finding fine = new Finding("PrimaryOK", Severity.OK, "", "fine", List.of(), false);
        Situation situation = new Situation(
                new ClusterSnapshot("test", 1, Situations.NOW, 0, true, List.of(john, george)),
                new Diagnosis(fine, List.of(), Map.of(), ClusterStatus.UNKNOWN, ""),
                List.of(), Optional.empty(), Map.of(), Map.of(), Situation.Around.NOTHING, Rules.STANDARD, deed -> List.of(deed.toString()));
        return ClonePlanner.plan(situation.withClone(look), new Request.Clone("george", Optional.empty(), reclone));
    }

    private static Observation seen(Server server, ServerState state) {
        return new Observation(server, state, Situations.STOPPED, Situations.NOW, Optional.of(Situations.NOW), Optional.empty(), Optional.empty());
    }

    private static String said(List<Check> checks) {
        return String.join("\n", checks.stream().map(c -> c.name() + ": " + c.saw()).toList());
    }

    @Test
    void aDatabaseUnderAMarkThatWasLeftBehindWantsRecloneAndItsTypedName() {
        PlaceSeen.Left old = new PlaceSeen.Left("of long ago", true, false);
        Refusal refusal = assertInstanceOf(Refusal.class, plan(true, old, false));
        assertTrue(said(refusal.checks()).contains("its end was not confirmed"), () -> said(refusal.checks()));
        Plan plan = assertInstanceOf(Plan.class, plan(true, old, true));
        assertEquals(Optional.of("george"), plan.impact().typedName());
        assertTrue(plan.impact().loss().contains("nobody received"), plan.impact()::loss);
        assertTrue(said(plan.checks()).contains("what that set aside in handyrep_old goes, too"), () -> said(plan.checks()));
    }

    @Test
    void whatAHalfCloneSetAsideWantsThemToo() {
        PlaceSeen.Left aside = new PlaceSeen.Left("t", true, false);
        assertInstanceOf(Refusal.class, plan(false, aside, false));
        Plan plan = assertInstanceOf(Plan.class, plan(false, aside, true));
        assertEquals(Optional.of("george"), plan.impact().typedName());
        assertTrue(plan.impact().loss().contains("which it set aside"), plan.impact()::loss);
        assertTrue(said(plan.checks()).contains("it is given up"), () -> said(plan.checks()));
    }

    private static Decision plan(CommandResult login) {
        return plan(false, new PlaceSeen.Left("t", false, false), false, new ReplicationLogin("george", "john", "john.example:5432", "replicator", login));
    }

    @Test
    void whoCouldNotStreamInTheEndIsNotCloned() {
        Refusal refusal = assertInstanceOf(Refusal.class, plan(new CommandResult.Exited(2, "", "FATAL: the door is shut")));
        assertTrue(said(refusal.checks()).contains("replicator cannot connect from the host of george to john.example:5432"), () -> said(refusal.checks()));
        assertTrue(said(refusal.checks()).contains("FATAL: the door is shut"), () -> said(refusal.checks()));
        Plan plan = assertInstanceOf(Plan.class, plan(new CommandResult.Exited(127, "", "psql: not found")));
        assertTrue(plan.checks().stream().anyMatch(c -> c.level() == Check.Level.WARNING && c.name().equals("replication to john")), () -> said(plan.checks()));
    }

    @Test
    void aHalfCloneAloneIsRemovedWithoutAsking() {
        Plan plan = assertInstanceOf(Plan.class, plan(false, new PlaceSeen.Left("t", false, false), false));
        assertEquals(Optional.empty(), plan.impact().typedName());
    }
}
