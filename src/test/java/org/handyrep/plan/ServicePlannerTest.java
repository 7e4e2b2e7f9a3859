package org.handyrep.plan;

import static org.handyrep.plan.Situations.RUNS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Clients;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.RunMode;
import org.junit.jupiter.api.Test;

/// Who feels it when a server is stopped, restarted or reloaded.
class ServicePlannerTest {

    private static final Lsn HERE = new Lsn(1000);

    private static Stream stream(String name, String address, String state, String sync) {
        return new Stream(name, address, state, sync, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Stream stream(String name, String sync) {
        return stream(name, name + ".example", "streaming", sync);
    }

    private static Facts facts(String syncNames) {
        return new Facts("7000", 170000, "17.0", "/data", 1, Instant.EPOCH, Map.of("synchronous_standby_names", syncNames));
    }

    private static ServerState primary(String syncNames, Stream... streams) {
        return new ServerState.Primary(facts(syncNames), HERE, List.of(streams), List.of(), new WriteProbe.NotTried(), 0, 0, Optional.of(List.of()));
    }

    private static ServerState replica(String upstream, List<Stream> streams, int clients, String... addresses) {
        Receiver receiver = new Receiver(
                "streaming", 1, Optional.of(Duration.ZERO), Optional.of(upstream + ".example"), Optional.of(5432), Optional.empty());
        return new ServerState.Replica(
                facts(""), Optional.of(HERE), HERE, Optional.of(receiver), false, Optional.empty(), Optional.of(upstream + ".example:5432"),
                streams, List.of(), Optional.of(new Clients(clients, List.of(addresses))));
    }

    private static Situations beatles(ServerState john) {
        return new Situations()
                .add("john", Role.MASTER, true, john, RUNS)
                .add("paul", Role.REPLICA, true, replica("john", List.of(), 0), RUNS)
                .add("george", Role.REPLICA, true, replica("john", List.of(), 0), RUNS);
    }

    private static Plan plan(Situations situation, String server, RunMode mode) {
        Decision decision = Planner.plan(situation.build(), new Request.Service(server, mode));
        return assertInstanceOf(Plan.class, decision, () -> decision.toString());
    }

    private static Optional<Check> check(Plan plan, String name) {
        return plan.checks().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    private static void assertWarns(Plan plan, String name, String saw) {
        assertEquals(Optional.of(new Check(name, Check.Level.WARNING, saw)), check(plan, name));
    }

    @Test
    void everyCommitWaitsForTheOnlySynchronousReplica() {
        Situations situation = beatles(primary("paul", stream("paul", "sync"), stream("george", "async")));
        Plan stop = plan(situation, "paul", RunMode.STOP);
        assertWarns(stop, "commits on john", "every commit on john waits until paul streams again: synchronous_standby_names is paul,"
                + " which needs 1 confirmation, and nobody else can give one");
        assertTrue(stop.impact().downtime().contains("no commit on john ends until it streams again"), stop.impact()::downtime);
        assertTrue(check(plan(situation, "paul", RunMode.RESTART), "commits on john").isPresent());
        assertTrue(check(plan(situation, "paul", RunMode.RELOAD), "commits on john").isEmpty());
        assertTrue(check(plan(situation, "george", RunMode.STOP), "commits on john").isEmpty(), "nobody waits for george");
    }

    @Test
    void commitsThatAnotherReplicaConfirmsGoOn() {
        assertTrue(check(plan(
                beatles(primary("FIRST 1 (paul, george)", stream("paul", "sync"), stream("george", "potential"))), "paul", RunMode.STOP), "commits on john").isEmpty());
        assertTrue(check(plan(
                beatles(primary("ANY 1 (*)", stream("paul", "quorum"), stream("george", "quorum"))), "george", RunMode.STOP), "commits on john").isEmpty());
    }

    @Test
    void oneThatCatchesUpConfirmsNothing() {
        Stream behind = stream("george", "george.example", "catchup", "potential");
        Plan stop = plan(beatles(primary("FIRST 1 (paul, george)", stream("paul", "sync"), behind)), "paul", RunMode.STOP);
        assertTrue(check(stop, "commits on john").isPresent());
    }

    @Test
    void whereTwoMustConfirmOneIsNotEnough() {
        Situations situation = beatles(primary("ANY 2 (paul, george)", stream("paul", "quorum"), stream("george", "quorum")));
        assertWarns(plan(situation, "george", RunMode.FASTSTOP), "commits on john", "every commit on john waits until george streams again:"
                + " synchronous_standby_names is ANY 2 (paul, george), which needs 2 confirmations, and only paul can give one");
    }

    @Test
    void aStreamWithoutTheServersNameIsKnownByItsAddress() {
        Situations situation = beatles(primary("*", stream("walreceiver", "paul.example", "streaming", "sync")));
        assertTrue(check(plan(situation, "paul", RunMode.STOP), "commits on john").isPresent());
        assertTrue(check(plan(situation, "george", RunMode.STOP), "commits on john").isEmpty());
    }

    @Test
    void whoGetsWalFromAServerIsNamed() {
        Situations situation = new Situations()
                .add("john", Role.MASTER, true, primary("", stream("paul", "async"), stream("pg_receivewal", "10.0.0.9", "streaming", "async")), RUNS)
                .add("paul", Role.REPLICA, true, replica("john", List.of(), 0), RUNS)
                .add("george", Role.REPLICA, true, replica("paul", List.of(), 0), RUNS)
                .add("ringo", Role.REPLICA, true, replica("paul", List.of(), 0), RUNS);
        assertWarns(plan(situation, "paul", RunMode.STOP), "followers",
                "george, ringo get no WAL until paul is started again, or they follow another");
        assertWarns(plan(situation, "paul", RunMode.RESTART), "followers", "george, ringo get no WAL until paul is up again");
        assertWarns(plan(situation, "john", RunMode.RESTART), "followers", "paul, pg_receivewal at 10.0.0.9 get no WAL until john is up again");
        assertEquals(Check.Level.OK, check(plan(situation, "ringo", RunMode.STOP), "followers").orElseThrow().level());
    }

    @Test
    void theReadersOfAReplicaAreNamedAndNotTooManyOfThem() {
        String[] addresses = Arrays.stream(new int[] {1, 2, 3, 4, 5, 6, 7}).mapToObj(i -> "10.0.0." + i).toArray(String[]::new);
        Situations situation = new Situations()
                .add("john", Role.MASTER, true, primary(""), RUNS)
                .add("paul", Role.REPLICA, true, replica("john", List.of(), 1, "socket"), RUNS)
                .add("george", Role.REPLICA, true, replica("john", List.of(), 40, addresses), RUNS);
        assertWarns(plan(situation, "paul", RunMode.STOP), "clients", "1 client session on paul will be ended, from its own host");
        assertWarns(plan(situation, "george", RunMode.RESTART), "clients", "40 client sessions on george will be ended,"
                + " from 10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5 and 2 more");
        assertEquals(
                Optional.of(new Check("clients", Check.Level.OK, "40 client sessions on george stay connected")),
                check(plan(situation, "george", RunMode.RELOAD), "clients"));
    }

    @Test
    void theClientsOfThePrimaryAreNamed() {
        ServerState john = new ServerState.Primary(
                facts(""), HERE, List.of(), List.of(), new WriteProbe.NotTried(), 0, 2, Optional.of(List.of("10.0.0.7", "socket")));
        Plan stop = plan(beatles(john), "john", RunMode.STOP);
        assertWarns(stop, "clients", "2 client sessions on john will be ended, from 10.0.0.7, its own host");
        assertFalse(check(stop, "writes").isEmpty());
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        Situations situation = new Situations().primary("john", 1000).replica("paul", 1000);
        assertTrue(check(plan(situation, "paul", RunMode.STOP), "clients").isEmpty());
    }
}
