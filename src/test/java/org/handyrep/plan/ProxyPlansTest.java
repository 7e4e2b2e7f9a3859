package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.ReleaseClients;
import org.handyrep.plan.step.RouteClients;
import org.handyrep.plan.step.RunExtra;
import org.handyrep.plan.step.StopPrimary;
import org.junit.jupiter.api.Test;

/// What connection proxies and extra commands add to the plans.
class ProxyPlansTest {

    private static final Situation.Around PGBOUNCER = new Situation.Around(
            true, true, false, false, List.of(new Deed.Extra("tell_dns", "update_dns", List.of("db.example"))));

    @Test
    void aSwitchoverHoldsTheClientsOnlyWhileItMust() {
        Plan plan = plan(cluster(console("transaction", 8)), true);
        assertTrue(at(plan, HoldClients.class) < at(plan, StopPrimary.class));
        assertTrue(at(plan, PromoteReplica.class) < at(plan, RouteClients.class));
        assertEquals(at(plan, RouteClients.class) + 1, at(plan, ReleaseClients.class));
        assertEquals(plan.steps().size() - 1, at(plan, RunExtra.class), "extra commands come last");
        assertTrue(plan.impact().downtime().contains("no error"), plan.impact()::downtime);
    }

    @Test
    void onlyProxiesThatAnswerAreHeldAndTheOthersAreAWarning() {
        Situations cluster = cluster(console("transaction", 8)).proxy("b3", ProxyState.silent("connection refused"));
        Plan plan = plan(cluster, true);
        HoldClients hold = (HoldClients) plan.steps().get(at(plan, HoldClients.class));
        assertEquals(List.of("b1"), hold.proxies());
        assertEquals(Check.Level.WARNING, check(plan, "proxy b3").level());
        RouteClients route = (RouteClients) plan.steps().get(at(plan, RouteClients.class));
        assertEquals(List.of("b1", "b3"), route.proxies(), "it is tried at all of them");
    }

    @Test
    void scenario17_sessionPoolingIsRecognisedBeforehand() {
        Check check = check(plan(cluster(console("session", 3)), true), "proxy b1");
        assertEquals(Check.Level.WARNING, check.level());
        assertTrue(check.saw().contains("session pooling"), check::saw);
        assertTrue(check.saw().contains("taken back"), check::saw);
    }

    @Test
    void theWaitEndsBeforeWaitingClientsGetAnError() {
        HoldClients patient = hold(console("transaction", 1));
        assertEquals(5000, patient.millis());
        ProxyState hasty = state(new ProxyState.Console("1.18.0", "transaction", false, 1, 0, Duration.ofSeconds(3)));
        assertEquals(1500, hold(hasty).millis());
        ProxyState never = state(new ProxyState.Console("1.18.0", "transaction", false, 1, 0, Duration.ZERO));
        assertEquals(5000, hold(never).millis());
    }

    @Test
    void withoutHoldingNobodyWaits() {
        Plan plan = plan(cluster(console("transaction", 8)), false);
        assertEquals(-1, at(plan, HoldClients.class));
        assertEquals(-1, at(plan, ReleaseClients.class));
        assertTrue(at(plan, RouteClients.class) > at(plan, PromoteReplica.class));
    }

    @Test
    void readOnlyNamesNeverLeadToTheNewPrimaryNorToTheStoppedOne() {
        Plan plan = plan(cluster(console("transaction", 8)), true);
        List<RouteClients> routes = plan.steps().stream()
                .filter(RouteClients.class::isInstance)
                .map(RouteClients.class::cast)
                .toList();
        assertEquals(List.of("george"), routes.getFirst().readers());
        assertEquals(List.of("george", "john"), routes.getLast().readers(), "john is a replica by then");
    }

    @Test
    void connectionsAreMovedToAServerThatTakesWritesOnly() {
        Situation situation = cluster(console("transaction", 8)).build();
        Refusal refusal = assertInstanceOf(
                Refusal.class, Planner.plan(situation, new Request.ConnectionFailover(Optional.of("paul"))));
        assertTrue(refusal.reason().contains("paul does not take writes"), refusal::reason);
        assertInstanceOf(Plan.class, Planner.plan(situation, new Request.ConnectionFailover(Optional.empty())));
    }

    @Test
    void connectionsAreNotMovedWhileThereAreTwoPrimaries() {
        Situations two = cluster(console("transaction", 8))
                .add("ringo", Role.REPLICA, true, Situations.primaryState(100, "7000", 2), Situations.RUNS);
        assertInstanceOf(
                Refusal.class, Planner.plan(two.build(), new Request.ConnectionFailover(Optional.of("ringo"))));
    }

    @Test
    void aProxyOfAnotherNameIsRefusedWithTheNamesThereAre() {
        Refusal refusal = assertInstanceOf(
                Refusal.class,
                Planner.plan(cluster(console("transaction", 8)).build(), new Request.ProxyInit(Optional.of("b9"))));
        assertTrue(refusal.reason().contains("b1"), refusal::reason);
    }

    private static Situations cluster(ProxyState proxy) {
        return new Situations()
                .primary("john", 1000)
                .replica("paul", 1000)
                .replica("george", 1000)
                .proxy("b1", proxy)
                .around(PGBOUNCER);
    }

    private static HoldClients hold(ProxyState proxy) {
        Plan plan = plan(cluster(proxy), true);
        return (HoldClients) plan.steps().get(at(plan, HoldClients.class));
    }

    private static Plan plan(Situations cluster, boolean hold) {
        return assertInstanceOf(
                Plan.class,
                Planner.plan(cluster.build(), new Request.ManualFailover(Optional.of("paul"), true, true, hold)));
    }

    private static ProxyState console(String poolMode, int clients) {
        return state(new ProxyState.Console("1.18.0", poolMode, false, clients, 0, Duration.ofSeconds(120)));
    }

    private static ProxyState state(ProxyState.Console console) {
        return new ProxyState(
                true, "", Optional.of(console), List.of(new ProxyState.Route("app", false, Optional.of("john"), true, "")));
    }

    private static int at(Plan plan, Class<? extends Step> type) {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (type.isInstance(plan.steps().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static Check check(Plan plan, String name) {
        return plan.checks().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }
}
