package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoOptions;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.ManagedCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From the event to the first cycle whose verdict allows automation to act: three nodes, each behind gates, a client that writes.
@Tag("bench")
class DetectionSpeedTest {

    private static final int RUNS = Integer.getInteger("bench.detections", 5);

    private record Settings(String name, int poll, int retries, int interval) {
        String edit(String conf) {
            return conf.replaceFirst("poll_interval = \\d+", "poll_interval = " + poll + "\nheartbeat = True")
                    .replaceFirst("fail_retries = \\d+", "fail_retries = " + retries)
                    .replaceFirst("fail_retry_interval = \\d+", "fail_retry_interval = " + interval);
        }
    }

    /// @param limit milliseconds with default and with fast settings
    private record Event(String name, String fault, double slow, double fast) {}

    private static final List<Settings> SETTINGS =
            List.of(new Settings("default 2/3/2", 2, 3, 2), new Settings("fast 1/2/0", 1, 2, 0), new Settings("fast 1/1/0", 1, 1, 0));

    private static final List<Event> EVENTS = List.of(
            new Event("kill -9", "kill9 john", 2000, 1000),
            new Event("SIGSTOP", "freeze john", 7000, 2500),
            new Event("host cut off", "cut john", 7000, 2500));

    @Test
    void fromTheEventToTheVerdict() throws IOException {
        Table table = new Table("From the event to a verdict on which automation may act");
        List<String> tooSlow = new ArrayList<>();
        Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-detection-");
        try (DemoCluster demo = DemoCluster.start(directory, DemoOptions.of(PostgresBinaries.find()))) {
            String conf = Files.readString(demo.conf());
            for (Settings settings : SETTINGS) {
                Files.writeString(demo.conf(), settings.edit(conf));
                for (Event event : EVENTS) {
                    Samples samples = new Samples();
                    for (int i = 0; i < RUNS; i++) {
                        samples.add(detect(demo, event));
                    }
                    table.row(event.name() + ", " + settings.name(), samples);
                    double limit = settings.poll() > 1 ? event.slow() : event.fast();
                    if (samples.max() > limit) {
                        tooSlow.add(event.name() + ", " + settings.name() + ": " + samples.distribution());
                    }
                }
            }
        }
        table.print();
        assertTrue(tooSlow.isEmpty(), () -> tooSlow + ", " + Table.load());
    }

    private static long detect(DemoCluster demo, Event event) {
        AtomicLong told = new AtomicLong();
        List<String> story = java.util.Collections.synchronizedList(new ArrayList<>());
        try (ClusterEngine engine = ManagedCluster.open(demo.conf())) {
            engine.start();
            awaitHealthy(engine);
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(2_000_000_000L));
            long begun = System.nanoTime();
            engine.watch(view -> {
                story.add((System.nanoTime() - begun) / 1_000_000 + " " + view.diagnosis().verdict().code() + " took "
                        + view.snapshot().took().toMillis() + view.diagnosis().vantages().stream()
                                .filter(v -> v.to().equals("john") && v.by() != org.handyrep.diagnosis.VantagePoint.Way.SQL)
                                .map(v -> v.from() + " " + v.by() + " " + v.saw() + " " + v.words())
                                .toList());
                if (view.diagnosis().verdict().automationMayAct()) {
                    told.compareAndSet(0, System.nanoTime());
                }
            });
            assertTrue(demo.cause(event.fault()).succeeded());
            try {
                Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20)).until(() -> told.get() != 0);
            } finally {
                if (Boolean.getBoolean("bench.stories")) {
                    System.out.println(event.name() + " " + story);
                }
            }
            assertTrue(demo.cause("heal").succeeded());
            awaitHealthy(engine);
            return told.get() - begun;
        }
    }

    private static void awaitHealthy(ClusterEngine engine) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
            ClusterView view = engine.view();
            return view.snapshot().number() > 2
                    && view.diagnosis().verdict().code().equals("PrimaryOK")
                    && view.diagnosis().verdict().sentence().contains("2 of 2 replicas are ready");
        });
    }
}
