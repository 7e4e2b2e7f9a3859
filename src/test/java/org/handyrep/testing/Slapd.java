package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.handyrep.demo.OsUser;

/// OpenLDAP's slapd with a tree of the test's, on ports and in a directory of its own. It lets a user without a password in, as many directories do.
/// Its certificate is for `localhost` and 127.0.0.1; it listens on 127.0.0.2 too, where the certificate is wrong. Close it.
public final class Slapd implements AutoCloseable {

    private final Path directory;
    private final TestCertificate certificate;
    private final Process process;
    private final int port;
    private final int tlsPort;

    private Slapd(Path directory, TestCertificate certificate, Process process, int port, int tlsPort) {
        this.directory = directory;
        this.certificate = certificate;
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /// @param suffix the DN at the top of the tree
    /// @param service who may read all but passwords
    public static Slapd start(String suffix, String service, String ldif) {
        Path slapd = Needs.tool("slapd");
        try {
            OsUser user = OsUser.forPostgres();
            Path directory = Files.createTempDirectory(Path.of("/var/tmp"), "handyrep-slapd");
            TestCertificate certificate = TestCertificate.in(directory);
            Files.createDirectory(directory.resolve("data"));
            Path conf = Files.writeString(directory.resolve("slapd.conf"), conf(directory, certificate, suffix, service));
            Path tree = Files.writeString(directory.resolve("tree.ldif"), ldif);
            own(user, directory);
            String loaded = run(user.wrap(
                    List.of(slapd.toString(), "-T", "add", "-f", conf.toString(), "-l", tree.toString())));
            int port = freePort();
            int tlsPort = freePort();
            List<String> doors = List.of(
                    "ldap://127.0.0.1:" + port, "ldaps://127.0.0.1:" + tlsPort,
                    "ldap://127.0.0.2:" + port, "ldaps://127.0.0.2:" + tlsPort);
            Process process = new ProcessBuilder(user.wrap(List.of(
                            slapd.toString(), "-f", conf.toString(), "-h", String.join(" ", doors), "-d", "0")))
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("slapd.log").toFile())
                    .start();
            Slapd started = new Slapd(directory, certificate, process, port, tlsPort);
            Awaitility.await(loaded).until(started::answers);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String conf(Path directory, TestCertificate certificate, String suffix, String service) {
        return """
                include /etc/ldap/schema/core.schema
                include /etc/ldap/schema/cosine.schema
                include /etc/ldap/schema/inetorgperson.schema
                include /etc/ldap/schema/nis.schema
                modulepath /usr/lib/ldap
                moduleload back_mdb
                allow bind_anon_cred bind_anon_dn
                TLSCertificateFile %s
                TLSCertificateKeyFile %s
                access to attrs=userPassword by anonymous auth by * none
                access to * by dn.exact="%s" read by * none
                database mdb
                maxsize 16777216
                suffix "%s"
                directory %s
                """
                .formatted(certificate.certificate(), certificate.key(), service, suffix, directory.resolve("data"));
    }

    private static void own(OsUser user, Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            var owner = directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.name());
            for (Path file : files.toList()) {
                Files.setOwner(file, owner);
            }
        }
    }

    private static String run(List<String> words) throws IOException {
        Process process = new ProcessBuilder(new ArrayList<>(words)).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(words + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return said;
    }

    /// A port where nothing listens now.
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean answers() {
        if (!process.isAlive()) {
            throw new IllegalStateException("slapd has ended: " + log());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("slapd.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    public int port() {
        return port;
    }

    public int tlsPort() {
        return tlsPort;
    }

    public Path certificate() {
        return certificate.certificate();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TemporaryFiles.delete(directory);
    }
}
