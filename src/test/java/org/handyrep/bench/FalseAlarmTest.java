package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.handyrep.diagnosis.Finding;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.testing.ManagedCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A healthy cluster under the fastest settings, idle without a heartbeat and overloaded with one: no verdict may ever allow automation to act.
/// `-Dbench.minutes=60` for each of the two.
@Tag("bench")
class FalseAlarmTest {

    private static final Duration TIME = Duration.ofSeconds(Math.round(60 * Double.parseDouble(System.getProperty("bench.minutes", "1"))));

    private final Map<String, AtomicLong> codes = new ConcurrentSkipListMap<>();
    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong cycles = new AtomicLong();

    @Test
    void anIdleCluster() {
        try (ManagedCluster cluster = ManagedCluster.start(2)) {
            watch(cluster, false);
        }
        report("idle, no heartbeat", "");
    }

    @Test
    void anOverloadedCluster() {
        long commits;
        try (ManagedCluster cluster = ManagedCluster.start(2);
                Overload load = new Overload(cluster.server("john"))) {
            watch(cluster, true);
            commits = load.commits();
        }
        report("overloaded", ", " + commits + " statements of clients");
    }

    private void watch(ManagedCluster cluster, boolean heartbeat) {
        cluster.editConf(text -> text.replaceFirst("fail_retry_interval = \\d+", "fail_retry_interval = 0\n    heartbeat = " + (heartbeat ? "True" : "False")));
        try (ClusterEngine engine = cluster.engine()) {
            AtomicLong last = new AtomicLong();
            engine.watch(view -> {
                if (last.getAndSet(view.snapshot().number()) == view.snapshot().number()) {
                    return;
                }
                Finding verdict = view.diagnosis().verdict();
                cycles.incrementAndGet();
                longest.accumulateAndGet(view.snapshot().took().toMillis(), Math::max);
                codes.computeIfAbsent(verdict.code(), c -> new AtomicLong()).incrementAndGet();
                if (!verdict.code().equals("PrimaryOK")) {
                    System.out.println(Instant.now() + " " + verdict.sentence() + " " + verdict.evidenceText());
                }
                if (verdict.automationMayAct()) {
                    alarms.add(verdict.sentence() + " " + verdict.evidenceText());
                }
            });
            engine.start();
            long end = System.nanoTime() + TIME.toNanos();
            while (System.nanoTime() < end) {
                LockSupport.parkNanos(Math.min(1_000_000_000L, end - System.nanoTime()));
            }
        }
    }

    private void report(String what, String more) {
        System.out.printf(
                "%nFalse alarms, %s, %d s with poll_interval 1, fail_retries 1, fail_retry_interval 0: %d cycles, the longest %d ms, verdicts %s, %d alarms%s; %s%n",
                what, TIME.toSeconds(), cycles.get(), longest.get(), codes, alarms.size(), more, Table.load());
        assertTrue(cycles.get() > TIME.toSeconds() / 6, "the console hardly looked: " + cycles.get());
        assertEquals(List.of(), alarms);
    }
}
