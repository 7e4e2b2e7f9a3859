package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.WriteProbe;
import org.junit.jupiter.api.Test;

class LossWatchTest {

    private static final Server JOHN = new Server("john", "john.local", 5432, Role.MASTER, true, 1, 1, Map.of());
    private static final Server PAUL = new Server("paul", "paul.local", 5432, Role.MASTER, true, 1, 1, Map.of());

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();

    private static ClusterSnapshot with(Server server, ServerState state) {
        return new ClusterSnapshot("demo", 1, Instant.EPOCH, 1, false, List.of(new Observation(
                server, state, new HostState.NotChecked(), Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty())));
    }

    private static ClusterSnapshot well(Server server) {
        return with(server, new ServerState.Primary(
                new Facts("1", 170000, "17", "/pg", 1, Instant.EPOCH, Map.of()), new Lsn(1), List.of(), List.of(),
                new WriteProbe.NotTried(), 0, 0));
    }

    @Test
    void aServerThatLetsNoIdleSessionInIsAskedMoreAndMoreSeldom() {
        try (LossWatch watch = new LossWatch(
                server -> {
                    opened.incrementAndGet();
                    return Optional.empty();
                },
                lost::incrementAndGet)) {
            Awaitility.await().pollInterval(Duration.ofMillis(5)).during(Duration.ofMillis(2500)).atMost(Duration.ofSeconds(20)).until(() -> {
                watch.after(well(JOHN));
                return true;
            });
        }
        assertTrue(opened.get() >= 2 && opened.get() <= 3, "opened " + opened.get() + " times in 2.5 s");
        assertEquals(opened.get(), lost.get(), "whoever cannot be asked is looked at");
    }

    @Test
    void anotherPrimaryIsAskedAtOnceWhateverTheLastOneDid() {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (LossWatch watch = new LossWatch(
                server -> {
                    asked.add(server.name());
                    return Optional.empty();
                },
                lost::incrementAndGet)) {
            Awaitility.await().pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(20)).until(() -> {
                watch.after(well(JOHN));
                return asked.size() == 3;
            });
            // John would be asked again in four seconds.
            watch.after(well(PAUL));
            Awaitility.await().atMost(Duration.ofSeconds(3)).until(() -> asked.contains("paul"));
        }
    }

    @Test
    void aServerThatIsNotWellIsLeftAlone() {
        try (LossWatch watch = new LossWatch(
                server -> {
                    opened.incrementAndGet();
                    return Optional.empty();
                },
                lost::incrementAndGet)) {
            for (ConnectionProblem.Kind kind : ConnectionProblem.Kind.values()) {
                ConnectionProblem problem = new ConnectionProblem(kind, "", "no");
                watch.after(with(JOHN, kind.provesLife() ? new ServerState.Rejecting(problem) : new ServerState.Unreachable(problem)));
            }
        }
        assertEquals(0, opened.get());
    }
}
