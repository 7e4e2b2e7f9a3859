package org.handyrep.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.handyrep.demo.LocalPostgres;

/// A client that tries to write to each of its servers every 5 ms and remembers when it succeeded where. Close it.
final class SteadyClient implements AutoCloseable {

    private static final long EVERY = Duration.ofMillis(5).toNanos();
    private static final String READ_ONLY = "25006";

    private final ConcurrentSkipListMap<Long, String> writes = new ConcurrentSkipListMap<>();
    private final List<Thread> threads;
    private volatile boolean closed;

    SteadyClient(List<LocalPostgres> servers) {
        threads = servers.stream()
                .map(server -> Thread.ofPlatform().name("client of " + server.name()).start(() -> run(server)))
                .toList();
    }

    private void run(LocalPostgres server) {
        while (!closed) {
            try (Connection connection = server.connect();
                    Statement statement = connection.createStatement()) {
                while (!closed) {
                    write(statement, server.name());
                    LockSupport.parkNanos(EVERY);
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(EVERY);
            }
        }
    }

    private void write(Statement statement, String server) throws SQLException {
        try {
            statement.execute("INSERT INTO bench VALUES (1)");
            writes.put(System.nanoTime(), server);
        } catch (SQLException e) {
            if (!READ_ONLY.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /// When the first write on that server succeeded after a time; waits for it.
    long firstWrite(String server, long after) {
        Awaitility.await("a write on " + server)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> writes.tailMap(after).containsValue(server));
        return writes.tailMap(after).entrySet().stream()
                .filter(e -> e.getValue().equals(server))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    /// The longest time between two writes that followed each other, in nanoseconds.
    long longestGap() {
        long longest = 0;
        long before = writes.firstKey();
        for (long time : writes.keySet()) {
            longest = Math.max(longest, time - before);
            before = time;
        }
        return longest;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
