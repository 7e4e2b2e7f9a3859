package org.handyrep.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.testing.PgBouncers;

/// Clients that write through the pgbouncers without a rest and note of every acknowledged commit where, on which timeline and when. Close them.
public final class LabClients implements AutoCloseable {

    private static final long REST = Duration.ofMillis(10).toNanos();

    /// @param server its address
    /// @param asked before it was sent, by System.nanoTime
    /// @param acknowledged after the answer
    public record Write(String who, String server, int timeline, long asked, long acknowledged) {}

    private final List<Thread> threads = new ArrayList<>();
    /// By when they were acknowledged: what was written long ago is not gone through again for each question.
    private final NavigableSet<Write> writes =
            new ConcurrentSkipListSet<>(Comparator.comparingLong(Write::acknowledged).thenComparing(Write::who));
    private volatile boolean closed;

    private final Login login;

    /// Who they are, and in which database.
    record Login(String user, String password, String database) {}

    private LabClients(Login login) {
        this.login = login;
    }

    /// @param perBouncer clients of each pgbouncer
    public static LabClients start(FaultLab lab, int perBouncer) {
        Map<String, String> urls = new LinkedHashMap<>();
        FaultLab.BOUNCERS.forEach(bouncer -> urls.put(bouncer, lab.bouncerUrl(bouncer)));
        return start(urls, new Login(PgBouncers.CLIENT, PgBouncers.CLIENT_PASSWORD, PgBouncers.DATABASE), perBouncer);
    }

    /// @param urls of the proxies, by their names
    static LabClients start(Map<String, String> urls, Login login, int perProxy) {
        LabClients all = new LabClients(login);
        try (Connection connection = all.connect(urls.values().iterator().next(), 10);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS writes (who text PRIMARY KEY)");
        } catch (SQLException e) {
            throw new AssertionError(e.getMessage(), e);
        }
        urls.forEach((proxy, url) -> {
            for (int i = 0; i < perProxy; i++) {
                String name = proxy + "/" + i;
                all.threads.add(Thread.ofPlatform().name("client " + name).start(() -> all.run(name, url)));
            }
        });
        return all;
    }

    private Connection connect(String url, int timeout) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        properties.setProperty("connectTimeout", "2");
        properties.setProperty("socketTimeout", String.valueOf(timeout));
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(url, properties);
    }

    private void run(String name, String url) {
        long number = 0;
        while (!closed) {
            try (Connection connection = connect(url, 3);
                    Statement statement = connection.createStatement()) {
                while (!closed) {
                    String who = name + "/" + number++;
                    long asked = System.nanoTime();
                    try (ResultSet row = statement.executeQuery("INSERT INTO writes VALUES ('" + who + "') RETURNING host(inet_server_addr()),"
                            + " ('x' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8))::bit(32)::int")) {
                        row.next();
                        writes.add(new Write(who, row.getString(1), row.getInt(2), asked, System.nanoTime()));
                    }
                    LockSupport.parkNanos(REST);
                }
            } catch (SQLException e) {
                LockSupport.parkNanos(4 * REST);
            }
        }
    }

    /// Acknowledged since a moment of System.nanoTime, oldest first.
    public List<Write> since(long nanos) {
        return List.copyOf(writes.tailSet(new Write("", "", 0, 0, nanos)));
    }

    /// The longest time since a moment in which nobody's write was acknowledged.
    public Duration longestSilence(long since) {
        long longest = 0;
        long last = since;
        for (Write write : since(since)) {
            longest = Math.max(longest, write.acknowledged() - last);
            last = write.acknowledged();
        }
        longest = Math.max(longest, System.nanoTime() - last);
        return Duration.ofNanos(longest);
    }

    /// Writes that were asked for on an older timeline after one on a newer timeline was acknowledged: two servers took writes at the same time.
    public List<Write> behindTheirTime(long since) {
        List<Write> bad = new ArrayList<>();
        List<Write> acknowledged = since(since);
        int next = 0;
        int newest = 0;
        for (Write write : acknowledged.stream().sorted(Comparator.comparingLong(Write::asked)).toList()) {
            while (next < acknowledged.size() && acknowledged.get(next).acknowledged() < write.asked()) {
                newest = Math.max(newest, acknowledged.get(next++).timeline());
            }
            if (write.timeline() < newest && bad.size() < 10) {
                bad.add(write);
            }
        }
        return bad;
    }

    /// Acknowledged commits that a server does not have.
    public Set<String> lostOn(LocalPostgres server) {
        Set<String> lost = new HashSet<>();
        writes.forEach(w -> lost.add(w.who()));
        String url = "jdbc:postgresql://" + server.settings().host() + ":" + server.settings().port() + "/" + login.database();
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

    /// Forgets what was lost and told, so that it is not counted again.
    public void forget(Set<String> lost) {
        writes.removeIf(w -> lost.contains(w.who()));
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
