package org.handyrep.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.handyrep.plugin.Outcome;

/// A primary and its replicas of real PostgreSQL on this machine, each on its own loopback address with an SSH door, a generated handyrep.conf and a
/// client that writes. Made anew at each start; [#close()] ends every process and removes every file, and so does the next start after a crash.
public final class DemoCluster implements DemoControls {

    private static final String USER_HANDYREP = "handyrep";
    private static final String USER_REPLICATION = "replicator";
    static final String USER_WRITER = "demo_writer";

    private final Path directory;
    private final RunFile runFile;
    private final List<DemoServer> servers;
    private final Optional<DemoProxy> proxy;
    private final DemoFaults faults;
    private final Writer writer;
    private final Thread atExit;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DemoCluster(
            Path directory,
            RunFile runFile,
            List<DemoServer> servers,
            Optional<DemoProxy> proxy,
            DemoFaults faults,
            Writer writer) {
        this.directory = directory;
        this.runFile = runFile;
        this.servers = servers;
        this.proxy = proxy;
        this.faults = faults;
        this.writer = writer;
        this.atExit = new Thread(this::end, "demo cluster ends");
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Where a demo of this user lives when nobody says: the first such directory in which none runs.
    public static Path defaultDirectory() {
        String root = "/var/tmp/handyrep-demo-" + OsUser.console().replaceAll("[^A-Za-z0-9._-]", "_");
        for (int i = 1; i < 100; i++) {
            Path directory = Path.of(root + (i == 1 ? "" : "-" + i));
            try {
                if (!Files.exists(directory)
                        || (Files.getOwner(directory).getName().equals(OsUser.console())
                                && RunFile.isFree(directory))) {
                    return directory;
                }
            } catch (IOException e) {
                // Not ours: the next one.
            }
        }
        throw new DemoException("no free directory for a demo cluster below /var/tmp");
    }

    /// Starts one; takes seconds.
    ///
    /// @param directory empty, or of a former demo; when root starts it, the user postgres must be able to enter it
    /// @throws DemoException with one sentence
    public static DemoCluster start(Path directory, DemoOptions options) {
        RunFile runFile = null;
        List<DemoServer> servers = new ArrayList<>();
        CountDownLatch over = new CountDownLatch(1);
        Thread patience = new Thread(() -> waitFor(over), "a demo cluster is still starting");
        try {
            Runtime.getRuntime().addShutdownHook(patience);
            Files.createDirectories(directory);
            Path place = directory.toRealPath();
            Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
            runFile = RunFile.take(place);
            return start(place, options, runFile, servers);
        } catch (IOException | RuntimeException e) {
            servers.forEach(DemoServer::close);
            try {
                if (runFile != null) {
                    runFile.endAndRemove();
                    runFile.close();
                }
            } catch (IOException | RuntimeException more) {
                e.addSuppressed(more);
            }
            throw e instanceof DemoException known
                    ? known
                    : new DemoException("the demo cluster did not start: " + e.getMessage(), e);
        } finally {
            over.countDown();
            forget(patience);
        }
    }

    /// A program that ends while a demo starts waits for it: the start then fails and cleans up, or the finished cluster is ended.
    private static void waitFor(CountDownLatch over) {
        try {
            over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending: the hook is what runs.
        }
    }

    private static DemoCluster start(Path place, DemoOptions options, RunFile runFile, List<DemoServer> servers)
            throws IOException {
        DemoPasswords passwords = DemoPasswords.generate();
        OsUser user = OsUser.forPostgres();
        List<DemoAddress> addresses = DemoAddress.choose(options.names().size());
        List<PostgresSettings> settings = new ArrayList<>();
        Map<String, Path> homes = new LinkedHashMap<>();
        for (int i = 0; i < options.names().size(); i++) {
            String name = options.names().get(i);
            settings.add(new PostgresSettings(
                    name,
                    place.resolve(name),
                    addresses.get(i).hidden(),
                    addresses.get(i).hiddenPort(),
                    options.binaries(),
                    user,
                    user.name(),
                    passwords.superuser(),
                    options.fsync(),
                    Map.of()));
            homes.put(name, place.resolve(name));
        }
        List<Path> homesOfProcesses = new ArrayList<>(settings.stream().map(PostgresSettings::data).toList());
        homesOfProcesses.add(place.resolve(DemoProxy.NAME));
        runFile.remember(homesOfProcesses);
        KeyPair key = SshKeys.generate();
        SshKeys.write(key, place.resolve("ssh_key"));
        ConnectionOrigins origins = new ConnectionOrigins(homes);
        LocalPostgres primary = LocalPostgres.initialize(settings.getFirst());
        primary.start();
        servers.add(DemoServer.open(primary, addresses.getFirst(), origins, key.getPublic()));
        createRoles(primary, passwords);
        DemoUpstreams upstreams = new DemoUpstreams(servers, USER_REPLICATION, passwords.replication());
        if (settings.size() > 1) {
            List<LocalPostgres> replicas =
                    LocalReplica.copy(primary, settings.subList(1, settings.size()), upstreams.of(servers.getFirst()));
            replicas.parallelStream().forEach(LocalPostgres::start);
            for (int i = 0; i < replicas.size(); i++) {
                servers.add(DemoServer.open(replicas.get(i), addresses.get(i + 1), origins, key.getPublic()));
            }
        }
        Optional<DemoProxy> proxy = options.pgbouncer().isEmpty()
                ? Optional.empty()
                : DemoProxy.start(
                        place.resolve(DemoProxy.NAME), options.pgbouncer().get(), user, servers, passwords, key.getPublic());
        writeFiles(place, servers, proxy, settings.getFirst(), passwords);
        List<WriterTarget> targets = servers.stream()
                .map(s -> WriterTarget.server(
                        s.name(), s.address().host(), s.address().port(), USER_WRITER, passwords.writer()))
                .toList();
        Writer writer = Writer.start(
                proxy.map(p -> List.of(WriterTarget.proxy(DemoProxy.NAME, p.host(), p.port(), USER_WRITER, passwords.writer())))
                        .orElse(targets),
                servers.stream()
                        .collect(Collectors.toMap(s -> s.address().hidden() + ":" + s.address().hiddenPort(), DemoServer::name)),
                options.writerPause());
        return new DemoCluster(
                place, runFile, List.copyOf(servers), proxy, new DemoFaults(servers, upstreams), writer);
    }

    @Override
    public Path conf() {
        return directory.resolve("handyrep.conf");
    }

    @Override
    public List<Fault> faults() {
        return faults.offered();
    }

    @Override
    public Outcome cause(Fault fault) {
        return faults.cause(fault.id());
    }

    /// By the id of a [Fault], also one that is not offered now.
    public Outcome cause(String id) {
        return faults.cause(id);
    }

    @Override
    public WriterView writer() {
        return writer.view();
    }

    /// The servers behind the gates, the first primary first.
    public List<LocalPostgres> servers() {
        return servers.stream().map(DemoServer::postgres).toList();
    }

    @Override
    public void close() {
        end();
        forget(atExit);
    }

    private void end() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        writer.close();
        proxy.ifPresent(DemoProxy::close);
        servers.parallelStream().forEach(DemoServer::close);
        try {
            runFile.endAndRemove();
            runFile.close();
            Trees.delete(directory);
        } catch (IOException e) {
            throw new DemoException("the demo cluster ended but left files in " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void createRoles(LocalPostgres primary, DemoPasswords passwords) {
        primary.execute("CREATE ROLE " + USER_HANDYREP + " LOGIN SUPERUSER PASSWORD " + literal(passwords.handyrep())
                + "; CREATE ROLE " + USER_REPLICATION + " LOGIN REPLICATION PASSWORD "
                + literal(passwords.replication()) + "; CREATE ROLE " + USER_WRITER + " LOGIN PASSWORD "
                + literal(passwords.writer()) + "; " + Writer.tableFor(USER_WRITER));
    }

    private static void writeFiles(
            Path place,
            List<DemoServer> servers,
            Optional<DemoProxy> proxy,
            PostgresSettings common,
            DemoPasswords passwords)
            throws IOException {
        StringBuilder knownHosts = new StringBuilder();
        servers.forEach(s -> knownHosts
                .append(s.sshd().knownHostsLine(s.address().host(), s.address().sshPort()))
                .append('\n'));
        proxy.ifPresent(p -> knownHosts.append(p.sshd().knownHostsLine(p.host(), p.sshPort())).append('\n'));
        Files.writeString(place.resolve("known_hosts"), knownHosts);
        Path conf = place.resolve("handyrep.conf");
        Files.createFile(
                conf, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(conf, DemoConf.text(place, servers, proxy, common, passwords));
    }

    /// As PostgreSQL reads it with and without standard_conforming_strings.
    private static String literal(String text) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }
}
