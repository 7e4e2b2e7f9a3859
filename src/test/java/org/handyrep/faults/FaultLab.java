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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.OsUser;
import org.handyrep.testing.Needs;
import org.handyrep.testing.OpenSshd;
import org.handyrep.testing.PgBouncers;
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
    private final LabServers servers;
    private final Map<String, LabConsole> consoles = new LinkedHashMap<>();
    private final Map<String, Disk> disks = new LinkedHashMap<>();

    private FaultLab(Network network, Path directory, LabConf conf) {
        this.network = network;
        this.directory = directory;
        this.conf = conf;
        this.servers = new LabServers(network, directory, owner);
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
            lab.servers.open(parameters);
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
            Path file = Files.writeString(
                    directory.resolve("sshd-" + host),
                    OpenSshd.configuration(network.address(host), directory.resolve("hostkey"), directory.resolve("authorized_keys")));
            on(host, ROOT, Needs.tool("sshd").toString(), "-f", file.toString(), "-E", directory + "/sshd-" + host + ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Rebuilds what does not stream from the primary, and enables it in every console.
    public void repair(String primary) {
        servers.rebuildWhatDoesNotFollow(primary);
        enableAll();
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

    // the hosts

    public Network network() {
        return network;
    }

    public LocalPostgres server(String name) {
        return servers.get(name);
    }

    LabServers servers() {
        return servers;
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
        servers.thaw();
        network.close();
        servers.close();
        disks.values().forEach(Disk::close);
        TemporaryFiles.delete(directory);
    }
}
