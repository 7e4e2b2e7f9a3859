package org.handyrep.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/// Finds the server that takes writes: asks all at once, so that one that hangs costs nothing, and goes on asking those in recovery over the same session.
final class PrimarySearch {

    private final AtomicReference<Found> winner = new AtomicReference<>();
    private final CountDownLatch done = new CountDownLatch(1);

    /// @param connection of the caller's own; close it
    record Found(WriterTarget target, Connection connection) {}

    /// Blocks until a primary is found; empty when interrupted.
    static Optional<Found> search(List<WriterTarget> targets) {
        PrimarySearch search = new PrimarySearch();
        for (WriterTarget target : targets) {
            Thread.startVirtualThread(() -> search.ask(target));
        }
        try {
            search.done.await();
            return Optional.ofNullable(search.winner.get());
        } catch (InterruptedException e) {
            search.done.countDown();
            Thread.currentThread().interrupt();
            Found late = search.winner.get();
            if (late != null) {
                WriterTarget.closeQuietly(late.connection());
            }
            return Optional.empty();
        }
    }

    private void ask(WriterTarget target) {
        while (isOpen()) {
            try {
                Connection connection = target.connect();
                if (!askOn(target, connection)) {
                    WriterTarget.closeQuietly(connection);
                }
            } catch (SQLException e) {
                Pause.millis(50);
            }
        }
    }

    /// @return whether this connection is the answer
    private boolean askOn(WriterTarget target, Connection connection) {
        try (Statement statement = connection.createStatement()) {
            while (isOpen()) {
                try (ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
                    if (row.next() && !row.getBoolean(1)) {
                        boolean first = winner.compareAndSet(null, new Found(target, connection));
                        done.countDown();
                        return first;
                    }
                }
                Pause.millis(10);
            }
        } catch (SQLException e) {
            Pause.millis(50);
        }
        return false;
    }

    private boolean isOpen() {
        return done.getCount() > 0;
    }
}
