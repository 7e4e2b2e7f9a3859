package org.handyrep.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pgbouncer of a demo cluster, with an SSH door. Whoever comes through it sees a switchover as a short wait.
///
/// Its pgbouncer.ini stays as it is written here; the list of databases beside it is what the plugin writes.
record DemoProxy(Path home, Path program, OsUser user, String host, int port, int sshPort, DemoSshd sshd)
        implements AutoCloseable {

    static final String NAME = "pgb1";

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Where a pgbouncer is installed: on the path, or where distributions put daemons.
    static Optional<Path> installed() {
        List<String> folders = new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(":")));
        folders.addAll(List.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/opt/homebrew/bin"));
        return folders.stream()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Empty when it does not start: the demo is worth seeing without it.
    ///
    /// @param home in which nothing is yet
    static Optional<DemoProxy> start(
            Path home, Path program, OsUser user, List<DemoServer> servers, DemoPasswords passwords, PublicKey key)
            throws IOException {
        boolean linux = LoopbackAddress.isLinux();
        String first = servers.getFirst().address().host();
        String host = linux ? first.substring(0, first.lastIndexOf('.')) + ".201" : first;
        int port = linux && LoopbackAddress.isFree(host, 6432) ? 6432 : LoopbackAddress.freePort(host);
        int sshPort = linux && LoopbackAddress.isFree(host, 2222) ? 2222 : LoopbackAddress.freePort(host);
        user.createDirectory(home);
        DemoProxy proxy = new DemoProxy(
                home, program, user, host, port, sshPort, DemoSshd.open(host, sshPort, user, home, key));
        proxy.write("userlist.txt", "\"handyrep\" \"" + passwords.handyrep() + "\"\n\"" + DemoCluster.USER_WRITER + "\" \""
                + passwords.writer() + "\"\n");
        proxy.write("databases.ini", databases(servers));
        proxy.write("pgbouncer.ini", proxy.configuration());
        if (Program.run(user.wrap(List.of(program.toString(), "-d", proxy.config().toString()))).ok() && proxy.answers()) {
            return Optional.of(proxy);
        }
        proxy.close();
        return Optional.empty();
    }

    Path config() {
        return home.resolve("pgbouncer.ini");
    }

    Path databases() {
        return home.resolve("databases.ini");
    }

    private static String databases(List<DemoServer> servers) {
        DemoServer reader = servers.get(Math.min(1, servers.size() - 1));
        return database("postgres", servers.getFirst()) + database("postgres_ro", reader);
    }

    private static String database(String name, DemoServer server) {
        return name + " = dbname=postgres host=" + server.address().host() + " port=" + server.address().port() + "\n";
    }

    private String configuration() {
        return """
                [databases]
                %%include %s
                [pgbouncer]
                listen_addr = %s
                listen_port = %d
                unix_socket_dir = %s
                auth_type = scram-sha-256
                auth_file = %s
                admin_users = handyrep
                pool_mode = transaction
                server_login_retry = 1
                ignore_startup_parameters = extra_float_digits
                logfile = %s
                pidfile = %s
                """
                .formatted(
                        databases(), host, port, home, home.resolve("userlist.txt"), home.resolve("pgbouncer.log"),
                        home.resolve("pgbouncer.pid"));
    }

    private void write(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
        Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.name()));
    }

    private boolean answers() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(host, port), 500);
                return true;
            } catch (IOException e) {
                Pause.millis(20);
            }
        }
        return false;
    }

    @Override
    public void close() {
        sshd.close();
        new BouncerProcess(home).end(PATIENCE);
    }
}
