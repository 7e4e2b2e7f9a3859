package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.OwnCluster;
import org.junit.jupiter.api.Test;

class VotesTest {

    private static Situations lost() {
        return new Situations().lost("john", Situations.STOPPED).replica("paul", 1000).verdict("PrimaryProcessDown");
    }

    private static Votes votes(Situations situations) {
        return Votes.of(situations.build());
    }

    @Test
    void membershipIsWhatIsConfiguredAndNotWhoAnswers() {
        Votes votes = votes(lost().add("george", Role.REPLICA, false, new ServerState.NotPolled("disabled"), new HostState.NotChecked())
                .add("w", Role.WITNESS, true, new ServerState.NotPolled("no PostgreSQL of the cluster"), new HostState.NotChecked()));
        assertEquals(List.of("george", "john", "paul", "w"), votes.voters());
        assertEquals(3, votes.majority());
        assertEquals(List.of("john"), votes.silent());
        assertTrue(votes.majorityMayAnswer());
        assertEquals(3, votes.neededAlone());
    }

    @Test
    void twoServersWithoutWitnessProveNothingAboutAPartition() {
        Votes two = votes(lost());
        assertFalse(two.provePartition());
        assertEquals(1, two.neededAlone());
        assertFalse(two.majorityMayAnswer());
        Votes three = votes(lost().add("w", Role.WITNESS, true, new ServerState.NotPolled("-"), new HostState.NotChecked()));
        assertTrue(three.provePartition());
        assertEquals(2, three.neededAlone());
        Rules etcd = new Rules(false, 0, true, Rules.STANDARD.automaticFences(), false, Rules.RECOVERY, 0, java.time.Duration.ZERO, true, Rules.MEMORY);
        assertTrue(votes(lost().rules(etcd)).provePartition());
        assertEquals(1, votes(lost().rules(etcd)).neededAlone());
    }

    @Test
    void consolesThatSeeDifferentServersTakeTheSameLock() {
        ServerState another = Situations.primaryState(5000, "8000", 1);
        long key = key(new Situations().primary("john", 1000).replica("paul", 1000));
        assertEquals(key, key(first("aunt", Role.REPLICA, false, another).primary("john", 1000)), "a disabled server of another cluster");
        assertEquals(key, key(first("aunt", Role.REPLICA, true, another)
                .lost("john", Situations.STOPPED).replica("paul", 1000).replica("george", 1000)), "more say so");
        assertEquals(key, key(first("aunt", Role.REPLICA, false, another)
                .add("uncle", Role.REPLICA, false, another, Situations.RUNS).lost("john", Situations.STOPPED).replica("paul", 1000)), "disabled ones do not count");
        assertEquals(key, key(first("aunt", Role.REPLICA, true, another)
                .lost("john", Situations.STOPPED).lastState(1000, Map.of(), List.of(), List.of())), "the last primary is remembered");
        Situations half = first("aunt", Role.REPLICA, true, another).lost("john", Situations.STOPPED).replica("paul", 1000);
        Situations turned = new Situations().lost("john", Situations.STOPPED).replica("paul", 1000).add("aunt", Role.REPLICA, true, another, Situations.RUNS);
        assertEquals(key(half), key(turned), "in whichever order");
    }

    private static Situations first(String name, Role role, boolean enabled, ServerState state) {
        return new Situations().add(name, role, enabled, state, Situations.RUNS);
    }

    private static long key(Situations situations) {
        return Votes.key(situations.build());
    }

    @Test
    void everyPlanThatChangesServersOwnsThemFirst() {
        Plan plan = assertInstanceOf(Plan.class, lost().failover("paul"));
        OwnCluster own = assertInstanceOf(OwnCluster.class, plan.steps().getFirst());
        assertEquals(Optional.of("paul"), own.candidate());
        assertEquals(1, own.needed());
        Check check = plan.checks().stream().filter(c -> c.name().equals("ownership")).findFirst().orElseThrow();
        assertEquals(Check.Level.WARNING, check.level());
        assertTrue(check.saw().startsWith("only 1 of 2 servers"), check.saw());
    }
}
