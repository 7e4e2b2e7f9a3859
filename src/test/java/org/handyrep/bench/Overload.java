package org.handyrep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.handyrep.demo.LocalPostgres;

/// More than a primary and its machine can do: loops that burn the processors, clients that write and sort, and a checkpoint whenever the last one is done. Close it.
final class Overload implements AutoCloseable {

    private static final int CLIENTS = 24;
    private static final int HOGS = Integer.getInteger("bench.hogs", 4 * Runtime.getRuntime().availableProcessors());

    private final LocalPostgres primary;
    private final List<Process> hogs = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong commits = new AtomicLong();
    private volatile boolean closed;

    Overload(LocalPostgres primary) {
        this.primary = primary;
        primary.execute("CREATE TABLE IF NOT EXISTS accounts AS SELECT n, 0 AS balance, repeat('x', 200) AS filler"
                + " FROM generate_series(1, 100000) n");
        primary.execute("CREATE UNIQUE INDEX IF NOT EXISTS accounts_n ON accounts (n)");
        for (int i = 0; i < HOGS; i++) {
            hogs.add(hog());
        }
        for (int i = 0; i < CLIENTS; i++) {
            client("UPDATE accounts SET balance = balance + 1 WHERE n = %d");
        }
        client("SELECT count(*) FROM (SELECT * FROM accounts ORDER BY md5(n::text || '%d')) x");
        client("CHECKPOINT -- %d");
        client("SELECT pg_logical_emit_message(false, 'bench', repeat('%d', 1000000))");
    }

    private static Process hog() {
        try {
            return new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void client(String statement) {
        threads.add(Thread.ofPlatform().name("client").start(() -> {
            while (!closed) {
                try (Connection connection = primary.connect();
                        Statement session = connection.createStatement()) {
                    while (!closed) {
                        session.execute(statement.formatted(ThreadLocalRandom.current().nextInt(1, 100_000)));
                        commits.incrementAndGet();
                    }
                } catch (SQLException e) {
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }));
    }

    long commits() {
        return commits.get();
    }

    @Override
    public void close() {
        closed = true;
        hogs.forEach(Process::destroyForcibly);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
