package org.handyrep.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LoopbackAddress;

/// OpenSSH's own server on the address of a server of a test, for those that measure what passes through it. Close it.
public final class OpenSshd implements AutoCloseable {

    private final Path directory;
    private final Process process;

    private OpenSshd(Path directory, Process process) {
        this.directory = directory;
        this.process = process;
    }

    /// In the place of the door that each server of a cluster has. As root, or as the user that owns PostgreSQL.
    public static List<OpenSshd> insteadOfTheDoors(ManagedCluster cluster) {
        return cluster.postgres().servers().stream().map(server -> insteadOfTheDoor(cluster, server)).toList();
    }

    private static OpenSshd insteadOfTheDoor(ManagedCluster cluster, LocalPostgres server) {
        String host = server.settings().host();
        int port = LoopbackAddress.freePort(host);
        try {
            Path directory = Files.createTempDirectory("handyrep-sshd-");
            Path key = directory.resolve("key");
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
            Files.writeString(directory.resolve("allowed"), run("ssh-keygen", "-y", "-f", cluster.conf().resolveSibling("id").toString()));
            Path known = cluster.conf().resolveSibling("known_hosts");
            Files.writeString(known, Files.readString(known) + "[" + host + "]:" + port + " " + Files.readString(directory.resolve("key.pub")));
            Path conf = Files.writeString(directory.resolve("conf"), configuration(host + ":" + port, key, directory.resolve("allowed")));
            run("chmod", "-R", "a+rX", directory.toString());
            run("chmod", "600", key.toString());
            if (Files.isWritable(Path.of("/run"))) {
                Files.createDirectories(Path.of("/run/sshd"));
            }
            Process process = new ProcessBuilder(Needs.tool("sshd").toString(), "-D", "-f", conf.toString(), "-E", directory + "/log").start();
            await("sshd on " + host).atMost(Duration.ofSeconds(20)).until(() -> answers(host, port));
            cluster.editConf(text -> text.replaceFirst("(?s)(\\[\\[" + server.name() + "]].*?ssh_port = )\\d+", "$1" + port));
            return new OpenSshd(directory, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets users in by their keys alone.
    ///
    /// @param listen an address, with a port where that is not 22
    public static String configuration(String listen, Path hostKey, Path allowed) {
        return """
                ListenAddress %s
                HostKey %s
                AuthorizedKeysFile %s
                StrictModes no
                UsePAM yes
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                MaxStartups 100
                PidFile none
                """.formatted(listen, hostKey, allowed);
    }

    private static boolean answers(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(String... words) throws IOException {
        Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
        return said;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
        TemporaryFiles.delete(directory);
    }
}
