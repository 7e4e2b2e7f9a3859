package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ServerState;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operator;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PostgresCluster;

/// A real cluster of john, paul and george, and an engine on it that looks only when the test says so. Close it.
final class Lab implements AutoCloseable {

    static final Operator ANNA = Operator.local();
    static final Duration SOON = Patience.LIMIT;

    final ManagedCluster cluster;
    ClusterEngine engine;

    private Lab(ManagedCluster cluster) {
        this.cluster = cluster;
        this.engine = cluster.engine();
    }

    static Lab open() {
        return new Lab(ManagedCluster.start(2));
    }

    static Lab open(ManagedCluster cluster) {
        return new Lab(cluster);
    }

    static Lab open(Map<String, String> parameters) {
        return new Lab(ManagedCluster.start(2, parameters));
    }

    static Lab open(PostgresBinaries binaries, Map<String, String> parameters) {
        return new Lab(ManagedCluster.start(binaries, 2, parameters));
    }

    LocalPostgres server(String name) {
        return cluster.server(name);
    }

    String query(String server, String sql) {
        return PostgresCluster.query(server(server), sql);
    }

    /// A program that was ended and started again.
    void reopen() {
        engine.close();
        engine = cluster.engine();
    }

    // the API

    /// @param arguments names and values in turn
    Map<String, Object> call(String function, String... arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        return engine.call(ANNA, function, given);
    }

    Map<String, Object> succeeds(String function, String... arguments) {
        Map<String, Object> answer = call(function, arguments);
        assertEquals("SUCCESS", answer.get("result"), () -> answer.toString());
        return answer;
    }

    Map<String, Object> fails(String function, String... arguments) {
        Map<String, Object> answer = call(function, arguments);
        assertEquals("FAIL", answer.get("result"), () -> answer.toString());
        return answer;
    }

    /// What a verify says now.
    Diagnosis look() {
        call("verify_all");
        return engine.view().diagnosis();
    }

    String verdict() {
        return look().verdict().code();
    }

    ServerState state(String server) {
        ClusterView view = engine.view();
        return view.snapshot().find(server).orElseThrow().state();
    }

    void awaitVerdict(String code) {
        await("verdict " + code).atMost(SOON).until(this::verdict, code::equals);
    }

    // plans

    static Request failoverTo(String server) {
        return new Request.ManualFailover(Optional.of(server), true, true);
    }

    Plan plan(Request request) {
        Decision decision = engine.plan(ANNA, request);
        return assertInstanceOf(Plan.class, decision, decision::toString);
    }

    /// As [#plan(Request)] on a machine that may be too busy to answer at once: one that needs nobody's word.
    Plan awaitPlan(Request request) {
        await("a plan for " + request).atMost(Duration.ofMinutes(3)).until(() -> engine.plan(ANNA, request) instanceof Plan p && !p.isStopped() && p.impact().typedName().isEmpty());
        return plan(request);
    }

    Refusal refusal(Request request) {
        Decision decision = engine.plan(ANNA, request);
        return assertInstanceOf(Refusal.class, decision, decision::toString);
    }

    Operation run(Plan plan) {
        String id = String.valueOf(engine.begin(ANNA, plan).extra().get("operation"));
        return ended(id);
    }

    Operation ended(String id) {
        await("the operation ends").until(() -> operation(id).state() != Operation.State.RUNNING
                && operation(id).state() != Operation.State.ROLLING_BACK);
        return operation(id);
    }

    Operation operation(String id) {
        return engine.operations().stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
    }

    // the servers, asked past the engine

    boolean isPrimary(String server) {
        return query(server, "SELECT pg_is_in_recovery()").equals("f");
    }

    void awaitStreams(String primary, int count) {
        PostgresCluster.awaitAnswer(
                server(primary), "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'", Integer.toString(count));
    }

    /// Waits until the replicas hold all that the primary wrote.
    void awaitCaughtUp(String primary, String... replicas) {
        String table = "caught_up_" + System.nanoTime();
        server(primary).execute("CREATE TABLE " + table + " ()");
        for (String replica : replicas) {
            PostgresCluster.awaitAnswer(server(replica), "SELECT count(*) FROM pg_class WHERE relname = '" + table + "'", "1");
        }
    }

    String role(String server) {
        return String.valueOf(entry("get_server_info", server).get("role"));
    }

    boolean isEnabled(String server) {
        return Boolean.TRUE.equals(entry("get_server_info", server).get("enabled"));
    }

    /// What an information function says about one server.
    Map<?, ?> entry(String function, String server) {
        Map<String, Object> answer = call(function);
        Object servers = answer.getOrDefault("servers", answer);
        return servers instanceof Map<?, ?> all && all.get(server) instanceof Map<?, ?> one ? one : Map.of();
    }

    @Override
    public void close() {
        engine.close();
        cluster.close();
    }
}
