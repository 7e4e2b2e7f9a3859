package org.handyrep.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/// One real PostgreSQL server on a loopback address of this machine. Every method blocks; none is for two threads at once.
///
/// @see LocalReplica for how a replica is made
public final class LocalPostgres implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration LAUNCH = Duration.ofSeconds(1);

    private final PostgresSettings settings;
    private final ServerProcesses processes;
    private long launchedAt;

    LocalPostgres(PostgresSettings settings) {
        this.settings = settings;
        this.processes = new ServerProcesses(settings.data());
    }

    /// Makes a new database cluster and leaves it stopped.
    public static LocalPostgres initialize(PostgresSettings settings) {
        LocalPostgres server = new LocalPostgres(settings);
        Path password = settings.home().resolve("password");
        try {
            settings.osUser().createDirectory(settings.home());
            server.writeFile(password, settings.password());
            Program.run(settings.osUser()
                            .wrap(List.of(
                                    settings.binaries().program("initdb"),
                                    "-D",
                                    settings.data().toString(),
                                    "-U",
                                    settings.superuser(),
                                    "--pwfile=" + password,
                                    "-A",
                                    settings.authentication(),
                                    "-E",
                                    "UTF8",
                                    "--locale=C",
                                    "-N")))
                    .orFail("initdb for " + settings.name());
            Files.delete(password);
            server.writeConfiguration();
            return server;
        } catch (IOException e) {
            throw new DemoException("cannot create " + settings.home() + ": " + e.getMessage(), e);
        }
    }

    /// A stopped server whose data directory was copied from another one that was stopped in order: it gets its own configuration.
    public static LocalPostgres ofCopy(PostgresSettings settings) {
        LocalPostgres server = new LocalPostgres(settings);
        try {
            server.writeConfiguration();
            return server;
        } catch (IOException e) {
            throw new DemoException("cannot configure " + settings.home() + ": " + e.getMessage(), e);
        }
    }

    public PostgresSettings settings() {
        return settings;
    }

    public String name() {
        return settings.name();
    }

    /// Starts it and waits until it takes connections. Does nothing when it runs.
    public void start() {
        if (isRunning()) {
            return;
        }
        long deadline = System.nanoTime() + START.toNanos();
        launch().orFail("starting " + name());
        do {
            // A killed postmaster that init has not yet buried keeps the lock file valid: then the launch fails and is tried again.
            boolean ready = Pause.until(START, () -> isReady() || System.nanoTime() > deadline || hasGivenUp());
            if (ready && isReady()) {
                return;
            }
            // Where the first was only slow, this one fails.
            if (System.nanoTime() < deadline) {
                launch();
            }
        } while (System.nanoTime() < deadline);
        throw new DemoException(name() + " did not start: " + lastLogLine());
    }

    private Program launch() {
        launchedAt = System.nanoTime();
        return Program.run(settings.osUser()
                        .wrap(List.of(
                                settings.binaries().program("pg_ctl"),
                                "start",
                                "-W",
                                "-D",
                                settings.data().toString(),
                                "-l",
                                settings.home().resolve("startup.log").toString())));
    }

    private boolean hasGivenUp() {
        return System.nanoTime() - launchedAt > LAUNCH.toNanos() && !isRunning();
    }

    /// Stops it in the given `pg_ctl` mode (`fast`, `immediate`, `smart`) and waits. Does nothing when it is down.
    public void stop(String mode) {
        if (!isRunning()) {
            return;
        }
        Program.run(settings.osUser()
                        .wrap(List.of(
                                settings.binaries().program("pg_ctl"),
                                "stop",
                                "-w",
                                "-m",
                                mode,
                                "-D",
                                settings.data().toString())))
                .orFail("stopping " + name());
    }

    /// `kill -9` of the postmaster, as a crash or the out-of-memory killer would; its children then end themselves.
    public void kill9() {
        List<ProcessHandle> known = processes.all();
        ServerProcesses.signal("KILL", processes.postmaster().stream().toList());
        if (!processes.awaitEnd(known, Duration.ofSeconds(3))) {
            processes.end(Duration.ofSeconds(5));
        }
    }

    /// `SIGSTOP` to every process of the server: connections are still accepted by the kernel, and nothing answers.
    public void freeze() {
        // Twice: the postmaster may have forked between the look and its own stop.
        ServerProcesses.signal("STOP", processes.all());
        ServerProcesses.signal("STOP", processes.all());
    }

    public void thaw() {
        ServerProcesses.signal("CONT", processes.all());
    }

    public boolean isRunning() {
        return processes.postmaster().isPresent();
    }

    public Optional<Long> postmasterPid() {
        return processes.postmaster().map(ProcessHandle::pid);
    }

    /// Whether it would start as a replica, told by its files: true for a stopped or frozen server too.
    public boolean isReplicaByFiles() {
        return Files.exists(settings.data()
                .resolve(settings.binaries().hasRecoveryConf() ? "recovery.conf" : "standby.signal"));
    }

    /// The latest timeline whose history its files hold; 1 for a cluster that was never promoted.
    public int latestTimeline() {
        Path wal = settings.data().resolve(settings.binaries().major() >= 10 ? "pg_wal" : "pg_xlog");
        try (var files = Files.newDirectoryStream(wal, "*.history")) {
            int latest = 1;
            for (Path file : files) {
                latest = Math.max(
                        latest, Integer.parseUnsignedInt(file.getFileName().toString(), 0, 8, 16));
            }
            return latest;
        } catch (IOException | NumberFormatException e) {
            return 1;
        }
    }

    /// A superuser session past every gate. Close it.
    public Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", settings.superuser());
        properties.setProperty("password", settings.password());
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "20");
        properties.setProperty("ApplicationName", "demo cluster");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + settings.host() + ":" + settings.port() + "/postgres", properties);
    }

    /// Runs one statement as the superuser, past every gate.
    ///
    /// @throws DemoException with what the server said
    public void execute(String sql) {
        try (Connection connection = connect();
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new DemoException(name() + ": " + e.getMessage(), e);
        }
    }

    /// Ends all its processes and leaves its files. The memory it shares is given back where it can be.
    @Override
    public void close() {
        List<ProcessHandle> known = processes.all();
        ServerProcesses.signal("CONT", known);
        ServerProcesses.signal("QUIT", processes.postmaster().stream().toList());
        if (!processes.awaitEnd(known, Duration.ofSeconds(2))) {
            processes.end(Duration.ofSeconds(10));
        }
        SharedMemory.releaseLeftBy(settings.data());
    }

    void writeConfiguration() throws IOException {
        settings.osUser().createDirectory(settings.home().resolve("log"));
        writeFile(settings.data().resolve("postgresql.conf"), settings.configuration());
        writeFile(settings.data().resolve("pg_hba.conf"), settings.hostBasedAuthentication());
    }

    /// Writes a file that belongs to the server's user alone, atomically.
    void writeFile(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(
                fresh,
                java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
                        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, text);
        Files.setOwner(
                fresh,
                fresh.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(settings.osUser().name()));
        Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isReady() {
        if (settings.binaries().major() < 10) {
            try (Connection connection = connect()) {
                return connection.isValid(2);
            } catch (SQLException e) {
                return false;
            }
        }
        try {
            List<String> lines =
                    Files.readAllLines(settings.data().resolve("postmaster.pid"), StandardCharsets.ISO_8859_1);
            String status = lines.size() < 8 ? "" : lines.get(7).strip();
            return (status.equals("ready") || status.equals("standby")) && isRunning();
        } catch (IOException e) {
            return false;
        }
    }

    private String lastLogLine() {
        for (String log : List.of("log/postgresql.log", "startup.log")) {
            try {
                List<String> lines = Files.readAllLines(settings.home().resolve(log), StandardCharsets.ISO_8859_1);
                if (!lines.isEmpty()) {
                    return lines.getLast();
                }
            } catch (IOException e) {
                // No such log: it came not that far.
            }
        }
        return "it wrote no log";
    }
}
