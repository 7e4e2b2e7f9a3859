package org.handyrep.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.demo.LocalPostgres;

/// Clients that write through pgbouncers without a rest, as an application does, and remember every commit that was acknowledged. Close them.
public final class BusyClients implements AutoCloseable {

    private static final long REST = Duration.ofMillis(8).toNanos();

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> errors = new ConcurrentLinkedQueue<>();
    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong round = new AtomicLong();
    private final List<PgBouncer> bouncers;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    private BusyClients(List<PgBouncer> bouncers) {
        this.bouncers = List.copyOf(bouncers);
    }

    /// Shares the clients out among the pgbouncers, and returns when each has written.
    public static BusyClients start(List<PgBouncer> bouncers, int clients) {
        BusyClients all = new BusyClients(bouncers);
        prepare(bouncers.getFirst());
        for (int i = 0; i < clients; i++) {
            int client = i;
            PgBouncer bouncer = bouncers.get(i % bouncers.size());
            all.threads.add(Thread.ofPlatform().name("client " + i).start(() -> all.run(client, bouncer)));
        }
        all.awaitWrites();
        return all;
    }

    private static void prepare(PgBouncer bouncer) {
        try (Connection connection = bouncer.connect(PgBouncers.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS writes (who text PRIMARY KEY)");
            statement.execute("TRUNCATE writes");
        } catch (SQLException e) {
            throw new AssertionError(bouncer.name() + ": " + e.getMessage(), e);
        }
    }

    private void run(int client, PgBouncer bouncer) {
        long number = 0;
        long last = System.nanoTime();
        while (!closed) {
            try (Connection connection = bouncer.connect(PgBouncers.DATABASE);
                    Statement statement = connection.createStatement()) {
                while (!closed) {
                    String who = round.get() + "/" + client + "/" + number++;
                    statement.execute("INSERT INTO writes VALUES ('" + who + "')");
                    acknowledged.add(who);
                    long now = System.nanoTime();
                    long waited = now - last;
                    longest.accumulateAndGet(waited, Math::max);
                    last = now;
                    LockSupport.parkNanos(REST);
                }
            } catch (SQLException e) {
                if (!closed) {
                    errors.add(bouncer.name() + ": " + e.getMessage());
                    LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                }
            }
        }
    }

    /// Every client has written since this was called.
    public void awaitWrites() {
        long mine = round.incrementAndGet();
        try {
            Awaitility.await("writes of all clients")
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> wrote(mine).size() == threads.size());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("of " + threads.size() + " clients only " + wrote(mine) + " wrote; "
                    + bouncers.stream().distinct().map(BusyClients::told).toList() + "; errors: " + errors()
                    + threads.stream().map(t -> "; " + t.getName() + " in " + Arrays.toString(t.getStackTrace())).toList(), e);
        }
    }

    private Set<String> wrote(long since) {
        return acknowledged.stream()
                .filter(who -> who.startsWith(since + "/"))
                .map(who -> who.split("/", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String told(PgBouncer bouncer) {
        return bouncer.name() + (bouncer.process().isPresent()
                ? " runs, ports " + bouncer.show("DATABASES", "port") + ", paused " + bouncer.show("DATABASES", "paused")
                        + ", clients " + bouncer.show("CLIENTS", "state") + ", servers " + bouncer.show("SERVERS", "state")
                : " does not run");
    }

    /// Forgets what was measured so far, not what was acknowledged.
    public void measureFromNow() {
        longest.set(0);
        errors.clear();
    }

    public List<String> errors() {
        return List.copyOf(errors);
    }

    /// The longest time any client spent between two commits.
    public Duration longestWait() {
        return Duration.ofNanos(longest.get());
    }

    /// Acknowledged commits that a server does not have.
    public Set<String> lostOn(LocalPostgres server) {
        Set<String> lost = new HashSet<>(acknowledged);
        String url = "jdbc:postgresql://" + server.settings().host() + ":" + server.settings().port() + "/" + PgBouncers.DATABASE;
        try (Connection connection =
                        DriverManager.getConnection(url, server.settings().superuser(), server.settings().password());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT who FROM writes")) {
            while (rows.next()) {
                lost.remove(rows.getString(1));
            }
            return lost;
        } catch (SQLException e) {
            throw new AssertionError(server.name() + ": " + e.getMessage(), e);
        }
    }

    /// Lets the last writes end.
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
