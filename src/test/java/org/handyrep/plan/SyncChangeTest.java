package org.handyrep.plan;

import static org.handyrep.plan.Situations.NO_SSH;
import static org.handyrep.plan.Situations.RUNS;
import static org.handyrep.plan.Situations.STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Role;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.SetSyncNames;
import org.handyrep.plan.step.StopPrimary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whose confirmation the commits of a new primary wait for.
class SyncChangeTest {

    private static Map<String, String> names(String value) {
        Map<String, String> settings = new HashMap<>(Map.of("max_connections", "100", "max_wal_senders", "10", "wal_log_hints", "on"));
        settings.put(Facts.SYNC_NAMES, value);
        return settings;
    }

    /// john is lost, paul takes over, george follows.
    private static Situations lost(String johns, String pauls) {
        return new Situations()
                .lost("john", STOPPED)
                .add("paul", Role.REPLICA, true, Situations.replicaState(1000, 1000, false, names(pauls)), RUNS)
                .replica("george", 1000)
                .lastState(1000, Map.of(Facts.SYNC_NAMES, johns), List.of(), List.of("paul", "george"))
                .confirmed("PrimaryProcessDown");
    }

    private static Optional<SetSyncNames> step(Plan plan) {
        return plan.steps().stream().filter(SetSyncNames.class::isInstance).map(SetSyncNames.class::cast).findFirst();
    }

    private static Plan plan(Situations situations) {
        Decision decision = situations.failover("paul");
        return assertInstanceOf(Plan.class, decision, decision::toString);
    }

    private static Check check(Plan plan) {
        return plan.checks().stream().filter(c -> c.name().equals(Facts.SYNC_NAMES)).findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "john {0}, paul {1}: {2}")
    @CsvSource(delimiter = '|', nullValues = "stays", value = {
        "FIRST 1 (paul, george)|''|FIRST 1 (george)|OK",
        "ANY 1 (paul, george)|''|ANY 1 (george)|OK",
        "1 (paul, george)|''|1 (george)|OK",
        "paul, george|''|george|OK",
        "*|''|*|OK",
        "FIRST 1 (*)|*|stays|OK",
        "ANY 1 (paul, george)|ANY 1 (john, paul, george)|stays|OK",
        "FIRST 1 (paul)|FIRST 1 (george)|stays|OK",
        "FIRST 1 (paul)|FIRST 1 (john)|FIRST 1 (george)|WARNING",
        "paul|''|george|WARNING",
        "ANY 2 (paul, george)|''|ANY 1 (george)|WARNING",
        "FIRST 2 (paul, george)|FIRST 1 (george)|stays|WARNING",
        "''|FIRST 1 (john)|''|OK",
        "''|FIRST 1 (george)|stays|OK",
    })
    void whoWillBeThereStandsForWhoWillNot(String johns, String pauls, String expected, Check.Level level) {
        Plan plan = plan(lost(johns, pauls));
        assertEquals(Optional.ofNullable(expected), step(plan).map(SetSyncNames::names), () -> check(plan).toString());
        assertEquals(level, check(plan).level(), () -> check(plan).saw());
        assertEquals(level == Check.Level.WARNING && johns.contains("2"), plan.impact().afterwards().stream().anyMatch(a -> a.contains("wait for")));
    }

    @Test
    void nothingIsSaidWhereNobodyWaitsForAnybody() {
        Plan plan = plan(lost("", ""));
        assertEquals(Optional.empty(), step(plan));
        assertTrue(plan.checks().stream().noneMatch(c -> c.name().equals(Facts.SYNC_NAMES)));
    }

    @Test
    void itIsSetBeforeThePromotionAndSoBeforeClientsCome() {
        List<Class<?>> kinds = plan(lost("*", "")).steps().stream().<Class<?>>map(Object::getClass).toList();
        assertTrue(kinds.contains(SetSyncNames.class) && kinds.indexOf(SetSyncNames.class) < kinds.indexOf(PromoteReplica.class), kinds::toString);
    }

    @Test
    void whoStaysAloneWaitsForNobodyAndThatIsSaid() {
        Situations alone = new Situations()
                .lost("john", STOPPED)
                .replica("paul", 1000)
                .lastState(1000, Map.of(Facts.SYNC_NAMES, "paul"), List.of(), List.of("paul"));
        Plan plan = plan(alone);
        assertEquals(Optional.empty(), step(plan), "its own setting is empty already");
        assertEquals(Check.Level.WARNING, check(plan).level());
        assertTrue(check(plan).saw().contains("wait for nobody"), check(plan).saw());
        assertTrue(plan.impact().afterwards().stream().anyMatch(a -> a.contains("set synchronous_standby_names anew")));
    }

    @Test
    void aNameThatNobodyHasIsNotReplacedWithoutAPersonWhereNothingMayBeLost() {
        Situations stranger = lost("FIRST 1 (receivewal)", "");
        assertEquals(Optional.of("FIRST 1 (receivewal, george)"), step(plan(stranger)).map(SetSyncNames::names));
        Plan allowed = assertInstanceOf(Plan.class, Planner.plan(stranger.build(), new Request.AutomaticFailover(true)));
        assertEquals(Check.Level.WARNING, check(allowed).level(), "some may be lost, and it is said");
        Rules nothing = new Rules(false, 0, true, Rules.STANDARD.automaticFences(), false);
        Decision alone = Planner.plan(stranger.rules(nothing).left(1000).build(), new Request.AutomaticFailover(true));
        Refusal refusal = assertInstanceOf(Refusal.class, alone, alone::toString);
        assertTrue(refusal.checks().stream().anyMatch(c -> c.level() == Check.Level.STOP && c.saw().contains("Who receivewal is cannot be told")), refusal::toString);
    }

    @Test
    void aReplicaThatIsSilentNowStaysInTheListAndDoesNotCount() {
        Plan plan = plan(lost("FIRST 1 (paul, ringo)", "").add("ringo", Role.REPLICA, true, Situations.silent(), NO_SSH));
        assertEquals(Optional.of("FIRST 1 (ringo, george)"), step(plan).map(SetSyncNames::names));
    }

    @Test
    void inASwitchoverTheOldPrimaryTakesThePlaceOfTheNewOne() {
        Situations healthy = new Situations()
                .add("john", Role.MASTER, true, Situations.primaryState(1000, "7000", 1, names("FIRST 1 (paul, george)")), RUNS)
                .replica("paul", 1000)
                .replica("george", 1000);
        Plan plan = plan(healthy);
        assertEquals(Optional.of("FIRST 1 (john, george)"), step(plan).map(SetSyncNames::names));
        List<Class<?>> kinds = plan.steps().stream().<Class<?>>map(Object::getClass).toList();
        assertTrue(kinds.indexOf(SetSyncNames.class) < kinds.indexOf(StopPrimary.class), "before anybody waits");
        assertTrue(!kinds.contains(HoldClients.class) || kinds.indexOf(SetSyncNames.class) < kinds.indexOf(HoldClients.class));
    }

    @Test
    void namesAreWrittenAsPostgresReadsThem() {
        for (String value : List.of("ANY 2 (a, \"B c\", \"first\")", "2 (a, b)", "FIRST 1 (*)", "a, \"x\"\"y\"", "*")) {
            assertEquals(value, SyncNames.parse(value).orElseThrow().text());
        }
        assertEquals("FIRST 1 (a)", SyncNames.parse(" first 1(a) ").orElseThrow().text());
        assertEquals(Optional.empty(), SyncNames.parse("  "));
    }

    @Test
    void aBarePromotionSaysWhomItsCommitsWillWaitFor() {
        Decision waits = Planner.plan(lost("", "FIRST 1 (george)").build(), new Request.Promote("paul"));
        Check check = check(assertInstanceOf(Plan.class, waits, waits::toString));
        assertEquals(Check.Level.WARNING, check.level());
        assertTrue(check.saw().contains("FIRST 1 (george)"), check::saw);
        Decision free = Planner.plan(lost("", "").build(), new Request.Promote("paul"));
        assertTrue(assertInstanceOf(Plan.class, free, free::toString).checks().stream().noneMatch(c -> c.name().equals(Facts.SYNC_NAMES)));
    }
}
