package org.handyrep.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.demo.DemoException;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LocalReplica;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.demo.PostgresSettings;
import org.handyrep.testing.Needs;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.TemporaryFiles;
import tools.jackson.databind.JsonNode;

/// A cluster of john, paul and george behind two pgbouncers, watched by two consoles: each on a host of its own, with its own sshd. Close it.
public final class FaultLab implements AutoCloseable {

    public static final List<String> SERVERS = List.of("john", "paul", "george");
    public static final List<String> BOUNCERS = List.of("bouncer1", "bouncer2");
    public static final List<String> CONSOLES = List.of("anna", "bert");

    private static final OsUser ROOT = new OsUser("root", List.of());

    private final Network network;
    private final Path directory;
    private LabConf conf;
    private final OsUser owner = OsUser.forPostgres();
    private final Map<String, LocalPostgres> servers = new LinkedHashMap<>();
    private final Map<String, LabConsole> consoles = new LinkedHashMap<>();
    private final Map<String, Disk> disks = new LinkedHashMap<>();

    private FaultLab(Network network, Path directory, LabConf conf) {
        this.network = network;
        this.directory = directory;
        this.conf = conf;
    }

    public static FaultLab open(Map<String, String> parameters, String masterCheck, Map<String, String> options) {
        return open(List.of(), parameters, masterCheck, options);
    }

    /// Skips the test where it cannot be made.
    ///
    /// @param onDisks which servers have a disk of their own
    /// @param parameters more of postgresql.conf, for every server
    /// @param masterCheck `master_check_method` of both consoles
    /// @param options more of `[failover]`
    static FaultLab open(List<String> onDisks, Map<String, String> parameters, String masterCheck, Map<String, String> options) {
        Needs.tool("sshd");
        Needs.tool("ssh-keygen");
        Needs.tool("pgbouncer");
        List<String> hosts = Stream.of(SERVERS, BOUNCERS, CONSOLES).flatMap(List::stream).toList();
        Network network = Network.of(hosts);
        FaultLab lab = null;
        try {
            Path directory = Files.createTempDirectory(
                            Path.of("/tmp"),
                            "handyrep-faults-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")))
                    .toRealPath();
            lab = new FaultLab(network, directory, new LabConf(network, directory, masterCheck, options));
            for (String server : onDisks) {
                lab.disks.put(server, Disk.at(directory.resolve(server)));
            }
            lab.openHosts();
            lab.openServers(parameters);
            BOUNCERS.forEach(lab::startBouncer);
            for (String console : CONSOLES) {
                lab.startConsole(console);
            }
            return lab;
        } catch (IOException e) {
            network.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | AssertionError e) {
            if (lab == null) {
                network.close();
            } else {
                lab.close();
            }
            throw e;
        }
    }

    private void openHosts() throws IOException {
        Files.createDirectories(Path.of("/run/sshd"));
        Shell.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("hostkey").toString());
        Shell.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve("id").toString());
        Files.copy(directory.resolve("id.pub"), directory.resolve("authorized_keys"));
        conf.writeKnownHosts();
        conf.writeTemplates();
        conf.writeFencingProgram();
        Stream.of(SERVERS, BOUNCERS).flatMap(List::stream).forEach(this::startSshd);
    }

    private void startSshd(String host) {
        try {
            Path file = Files.writeString(directory.resolve("sshd-" + host), """
                    ListenAddress %s
                    HostKey %s
                    AuthorizedKeysFile %s
                    StrictModes no
                    UsePAM yes
                    PasswordAuthentication no
                    KbdInteractiveAuthentication no
                    MaxStartups 100
                    PidFile none
                    """.formatted(network.address(host), directory.resolve("hostkey"), directory.resolve("authorized_keys")));
            on(host, ROOT, Needs.tool("sshd").toString(), "-f", file.toString(), "-E", directory + "/sshd-" + host + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void openServers(Map<String, String> parameters) throws IOException {
        List<PostgresSettings> settings = SERVERS.stream().map(name -> settings(name, parameters)).toList();
        LocalPostgres primary = LocalPostgres.initialize(settings.getFirst());
        servers.put("john", primary);
        letIn(primary);
        primary.start();
        String password = "'" + PostgresCluster.PASSWORD.replace("'", "''") + "'";
        // There is no synchronous replica yet that could confirm.
        primary.execute("SET synchronous_commit = local; ALTER ROLE " + owner.name() + " SET synchronous_commit = local");
        primary.execute("CREATE ROLE handyrep LOGIN SUPERUSER PASSWORD " + password);
        primary.execute("CREATE ROLE replicator LOGIN REPLICATION PASSWORD " + password);
        primary.execute("CREATE ROLE " + PgBouncers.CLIENT + " LOGIN PASSWORD '" + PgBouncers.CLIENT_PASSWORD.replace("'", "''") + "'");
        primary.execute("CREATE DATABASE " + PgBouncers.DATABASE + " OWNER " + PgBouncers.CLIENT);
        clone(primary, settings.subList(1, settings.size()));
        primary.execute("ALTER ROLE " + owner.name() + " RESET synchronous_commit");
    }

    private void clone(LocalPostgres source, List<PostgresSettings> targets) throws IOException {
        for (LocalPostgres replica : LocalReplica.copy(source, targets, upstream(source))) {
            letIn(replica);
            servers.put(replica.name(), replica);
            replica.start();
        }
    }

    private void letIn(LocalPostgres server) throws IOException {
        Path hba = server.settings().data().resolve("pg_hba.conf");
        Files.writeString(hba, Files.readString(hba) + "host all all 10.201.0.0/16 scram-sha-256\nhost replication all 10.201.0.0/16 scram-sha-256\n");
    }

    private PostgresSettings settings(String name, Map<String, String> parameters) {
        return new PostgresSettings(
                name,
                directory.resolve(name),
                network.address(name),
                5432,
                PostgresBinaries.find(),
                network.userOn(name, owner),
                owner.name(),
                PostgresCluster.PASSWORD,
                false,
                parameters);
    }

    private static LocalReplica.Upstream upstream(LocalPostgres server) {
        return new LocalReplica.Upstream(server.settings().host(), server.settings().port(), "replicator", PostgresCluster.PASSWORD);
    }

    /// Makes a server a fresh replica of another, whatever it was before.
    public void rebuild(String name, String from) {
        LocalPostgres old = server(name);
        old.close();
        TemporaryFiles.empty(old.settings().home());
        try {
            clone(server(from), List.of(old.settings()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts what lies still and has the mark of a replica: what a person does about it, and no harm whoever the primary is.
    ///
    /// @return what was started
    List<String> startReplicas() {
        List<String> lying = servers.values().stream()
                .filter(server -> !server.isRunning() && Files.exists(server.settings().data().resolve("standby.signal")))
                .map(LocalPostgres::name)
                .toList();
        lying.forEach(name -> server(name).start());
        return lying;
    }

    /// Rebuilds what does not stream from the primary, and enables it in every console.
    public void repair(String primary) {
        rebuildWhatDoesNotFollow(primary);
        enableAll();
    }

    /// @return what was rebuilt
    List<String> rebuildWhatDoesNotFollow(String primary) {
        List<String> rebuilt = new ArrayList<>();
        for (String name : SERVERS) {
            if (!name.equals(primary) && !streams(name, primary)) {
                rebuild(name, primary);
                rebuilt.add(name);
            }
        }
        return rebuilt;
    }

    /// Only the console in charge may; the other takes it from the table.
    void enableAll() {
        await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> assertEquals(
                List.of(), CONSOLES.stream().flatMap(name -> enable(console(name)).stream()).toList(), "all servers are enabled"));
    }

    /// @return what was said of those that were not enabled yet
    private static List<String> enable(LabConsole console) {
        JsonNode known = console.ask("get_server_info");
        return SERVERS.stream()
                .filter(name -> !known.path(name).path("enabled").asBoolean(true))
                .map(name -> console.ask("enable", "servername", name).toString())
                .toList();
    }

    private boolean streams(String replica, String primary) {
        if (!server(replica).isRunning()) {
            return false;
        }
        try {
            await().atMost(Duration.ofSeconds(3)).pollInterval(Duration.ofMillis(100)).until(() ->
                    PostgresCluster.query(server(primary), "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
                                    + " AND host(client_addr) = '" + server(replica).settings().host() + "'")
                            .equals("1"));
            return true;
        } catch (ConditionTimeoutException | DemoException e) {
            return false;
        }
    }

    // the hosts

    public Network network() {
        return network;
    }

    public LocalPostgres server(String name) {
        return Optional.ofNullable(servers.get(name)).orElseThrow();
    }

    Disk disk(String server) {
        return Optional.ofNullable(disks.get(server)).orElseThrow();
    }

    public LabConsole console(String name) {
        return Optional.ofNullable(consoles.get(name)).orElseThrow();
    }

    /// Starts or restarts a console where its own files are.
    public void startConsole(String name) {
        startConsole(name, Map.of());
    }

    /// Ends both consoles and starts them again with these settings of `[failover]` beside the laboratory's.
    public void restartConsoles(Map<String, String> options) {
        CONSOLES.forEach(name -> console(name).kill());
        conf = conf.with(options);
        CONSOLES.forEach(this::startConsole);
    }

    private void startConsole(String name, Map<String, String> environment) {
        consoles.put(name, LabConsole.start(network.on(name), conf.write(name), directory.resolve(name + ".out"), environment));
    }

    /// Starts a console anew whose wall clock [#setClock] sets.
    public void startConsoleWithClock(String name) {
        setClock(name, Duration.ZERO);
        startConsole(name, Map.of(
                "LD_PRELOAD", Needs.library("faketime/libfaketimeMT.so.1").toString(),
                "FAKETIME_TIMESTAMP_FILE", clock(name).toString(),
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_NO_CACHE", "1"));
    }

    /// @param ahead of the true time
    public void setClock(String console, Duration ahead) {
        try {
            Path next = Files.writeString(directory.resolve(console + ".next-clock"), "+" + ahead.toSeconds() + "\n");
            Files.move(next, clock(console), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path clock(String console) {
        return directory.resolve(console + ".clock");
    }

    /// Where all files of the laboratory are.
    Path directory() {
        return directory;
    }

    public void startBouncer(String name) {
        conf.firstBouncer(name, owner);
        on(name, owner, Needs.tool("pgbouncer").toString(), "-d", conf.bouncerHome(name).resolve("pgbouncer.ini").toString());
    }

    /// As clients reach it.
    public String bouncerUrl(String name) {
        return "jdbc:postgresql://" + network.address(name) + ":" + LabConf.port(name) + "/" + PgBouncers.DATABASE;
    }

    /// Power off: silence first, so that nobody is told by a last packet.
    public void powerOff(String host) {
        network.isolate(host);
        network.killAll(host);
    }

    /// The host comes up again; PostgreSQL stays down, a pgbouncer starts.
    public void powerOn(String host) {
        startSshd(host);
        if (BOUNCERS.contains(host)) {
            startBouncer(host);
        }
    }

    private void on(String host, OsUser user, String... command) {
        Shell.run(network.userOn(host, user).wrap(List.of(command)));
    }

    @Override
    public void close() {
        consoles.values().forEach(LabConsole::kill);
        disks.values().forEach(Disk::thaw);
        servers.values().forEach(LocalPostgres::thaw);
        network.close();
        List<LocalPostgres> all = new ArrayList<>(servers.values());
        all.forEach(LocalPostgres::close);
        disks.values().forEach(Disk::close);
        TemporaryFiles.delete(directory);
    }
}
