package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.handyrep.demo.DemoSshd;
import org.handyrep.demo.OsUser;

/// One real pgbouncer of [PgBouncers], with an SSH door of its own.
///
/// @param home its files, which belong to the user who runs it
/// @param commands every command line that came in over SSH, oldest first
public record PgBouncer(
        String name, String host, int port, Path home, OsUser owner, DemoSshd door, List<String> commands) {

    public Path config() {
        return home.resolve("pgbouncer.ini");
    }

    /// As the user who runs it, in the background. Does nothing when it runs.
    public void start() {
        if (process().isEmpty()) {
            execute(owner.wrap(List.of(Needs.tool("pgbouncer").toString(), "-d", config().toString())));
        }
        Awaitility.await(name + " runs")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> process().isPresent());
    }

    /// `kill -9`, as a crash would.
    public void kill9() {
        Optional<ProcessHandle> running = process();
        running.ifPresent(ProcessHandle::destroyForcibly);
        Awaitility.await(name + " is gone")
                .pollInterval(Duration.ofMillis(20))
                .until(() -> running.filter(ProcessHandle::isAlive).isEmpty());
    }

    /// It accepts connections, by the kernel, and answers nothing.
    public void freeze() {
        process().ifPresent(p -> execute(List.of("kill", "-STOP", String.valueOf(p.pid()))));
    }

    public void thaw() {
        process().ifPresent(p -> execute(List.of("kill", "-CONT", String.valueOf(p.pid()))));
    }

    /// What runs now, after an online restart the new one.
    public Optional<ProcessHandle> process() {
        try {
            long pid = Long.parseLong(Files.readString(home.resolve("pgbouncer.pid")).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(PgBouncer::isPgbouncer);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isPgbouncer(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", String.valueOf(process.pid()), "comm")).strip().equals("pgbouncer");
        } catch (IOException e) {
            return false;
        }
    }

    /// A session of a client, as [PgBouncers#CLIENT]; without prepared statements, as old poolers want it.
    public Connection connect(String database) throws SQLException {
        return connect(database, PgBouncers.CLIENT, PgBouncers.CLIENT_PASSWORD);
    }

    public Connection connect(String database, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection("jdbc:postgresql://" + host + ":" + port + "/" + database, properties);
    }

    /// What its console answers to `SHOW …`, the named column of each row.
    public List<String> show(String what, String column) {
        Properties properties = new Properties();
        properties.setProperty("user", "handyrep");
        properties.setProperty("password", PostgresCluster.PASSWORD);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("replication", "database");
        try (Connection console = DriverManager.getConnection(
                        "jdbc:postgresql://" + host + ":" + port + "/pgbouncer", properties);
                var statement = console.createStatement();
                var rows = statement.executeQuery("SHOW " + what)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(column));
            }
            return values;
        } catch (SQLException e) {
            throw new AssertionError(name + ": " + e.getMessage(), e);
        }
    }

    void close() {
        thaw();
        kill9();
        door.close();
    }

    private static void execute(List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", words) + " ended with " + process.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
