package org.handyrep.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A client as applications are: writes one row after the other to whichever server is the primary, and measures what it sees of a failover.
final class Writer implements AutoCloseable {

    static final String TABLE = "demo_writes";

    /// Rows kept in the table, so that a demo left alone does not fill the disk. Older rows count as checked.
    private static final int KEPT_ROWS = 100_000;

    private static final Duration CHECK_EVERY = Duration.ofSeconds(2);

    private final List<WriterTarget> targets;
    private final Map<String, String> servers;
    private final Duration pause;
    private final WriterLedger ledger = new WriterLedger(System.nanoTime());
    private final Thread thread;
    private volatile String connectedTo = "";
    private volatile boolean closed;
    private int nextRow;

    private Writer(List<WriterTarget> targets, Map<String, String> servers, Duration pause) {
        this.targets = List.copyOf(targets);
        this.servers = Map.copyOf(servers);
        this.pause = pause;
        this.thread = Thread.ofVirtual().name("demo writer").unstarted(this::run);
    }

    /// @param targets servers, or a proxy before them
    /// @param servers the name of each server by the `host:port` on which it listens itself
    /// @param pause between two writes
    static Writer start(List<WriterTarget> targets, Map<String, String> servers, Duration pause) {
        Writer writer = new Writer(targets, servers, pause);
        writer.thread.start();
        return writer;
    }

    /// What the writer needs, run once on the primary as superuser.
    static String tableFor(String user) {
        return "CREATE TABLE " + TABLE + " (row_number bigint PRIMARY KEY, written timestamptz NOT NULL, filler text NOT NULL);"
                + " ALTER TABLE " + TABLE + " OWNER TO " + user;
    }

    DemoControls.WriterView view() {
        return ledger.view(System.nanoTime(), connectedTo);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            Optional<PrimarySearch.Found> found = PrimarySearch.search(targets);
            if (found.isPresent()) {
                try (Connection connection = found.get().connection()) {
                    writeTo(connection);
                } catch (SQLException e) {
                    // The primary is gone or is none any more: look again.
                } finally {
                    connectedTo = "";
                }
            }
        }
    }

    private void writeTo(Connection connection) throws SQLException {
        int from = 0;
        long nextCheck = System.nanoTime();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + TABLE + " VALUES (?, clock_timestamp(), ?)"
                        + " RETURNING host(inet_server_addr()) || ':' || inet_server_port()")) {
            insert.setString(2, "x".repeat(100));
            while (!closed) {
                int row = nextRow++;
                insert.setLong(1, row);
                String server = server(insert);
                ledger.acknowledged(row, System.nanoTime());
                if (!server.equals(connectedTo)) {
                    connectedTo = server;
                    from = Math.max(0, nextRow - KEPT_ROWS);
                }
                if (System.nanoTime() >= nextCheck) {
                    check(connection, from);
                    from = ledger.firstUnchecked();
                    nextCheck = System.nanoTime() + CHECK_EVERY.toNanos();
                }
                Pause.millis(pause.toMillis());
            }
        }
    }

    /// Who took the row. One that was not the last to do so, met anew, may lack any row.
    private String server(PreparedStatement insert) throws SQLException {
        try (ResultSet row = insert.executeQuery()) {
            return row.next() ? servers.getOrDefault(row.getString(1), "") : "";
        }
    }

    private void check(Connection connection, int from) throws SQLException {
        BitSet before = ledger.acknowledgedRows();
        int limit = nextRow;
        BitSet present = new BitSet();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT row_number FROM " + TABLE + " WHERE row_number >= " + from)) {
                while (rows.next()) {
                    present.set(Math.toIntExact(rows.getLong(1)));
                }
            }
            statement.execute("DELETE FROM " + TABLE + " WHERE row_number < " + (limit - KEPT_ROWS));
        }
        ledger.checked(from, limit, present, before);
    }
}
