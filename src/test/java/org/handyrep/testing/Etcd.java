package org.handyrep.testing;

import io.etcd.jetcd.Auth;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.auth.Permission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.handyrep.demo.LoopbackAddress;

/// A real etcd of one member on 127.0.0.1. Close it.
public final class Etcd implements AutoCloseable {

    private static final String ROOT_PASSWORD = "root's own";

    private final String endpoint;
    private final Process process;

    private Etcd(String endpoint, Process process) {
        this.endpoint = endpoint;
        this.process = process;
    }

    /// That lets everybody in. Skips the test where there is none.
    public static Etcd start(Path directory) {
        return start(directory, "http", List.of());
    }

    /// That speaks TLS and asks clients for a certificate of the same authority.
    public static Etcd start(Path directory, TestCertificate certificate) {
        String own = certificate.certificate().toString();
        return start(directory, "https", List.of(
                "--cert-file", own, "--key-file", certificate.key().toString(), "--client-cert-auth", "--trusted-ca-file", own));
    }

    private static Etcd start(Path directory, String scheme, List<String> more) {
        String client = scheme + "://127.0.0.1:" + LoopbackAddress.freePort("127.0.0.1");
        String peer = "http://127.0.0.1:" + LoopbackAddress.freePort("127.0.0.1");
        List<String> words = new ArrayList<>(List.of(
                Needs.tool("etcd").toString(), "--name", "one", "--data-dir", directory.resolve("data").toString(),
                "--listen-client-urls", client, "--advertise-client-urls", client,
                "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "one=" + peer));
        words.addAll(more);
        try {
            return new Etcd(client, new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("etcd.log").toFile())
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String endpoint() {
        return endpoint;
    }

    /// From now on it asks who somebody is; these users may do what they like with keys that begin with a prefix.
    public void askForPasswords(Map<String, String> users, String prefix) {
        try (Client client = Client.builder().endpoints(endpoint).build()) {
            Auth auth = client.getAuthClient();
            done(auth.userAdd(bytes("root"), bytes(ROOT_PASSWORD)));
            done(auth.roleAdd(bytes("root")));
            done(auth.userGrantRole(bytes("root"), bytes("root")));
            done(auth.roleAdd(bytes("console")));
            done(auth.roleGrantPermission(
                    bytes("console"), bytes(prefix), bytes(prefix + "\uffff"), Permission.Type.READWRITE));
            for (Map.Entry<String, String> user : users.entrySet()) {
                done(auth.userAdd(bytes(user.getKey()), bytes(user.getValue())));
                done(auth.userGrantRole(bytes(user.getKey()), bytes("console")));
            }
            done(auth.authEnable());
        }
    }

    private static void done(java.util.concurrent.CompletableFuture<?> future) {
        try {
            var unused = future.get(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }

    /// It hangs: connections stay, nothing is answered.
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        if (process.isAlive()) {
            try {
                var unused = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        thaw();
        try {
            var unused = process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
