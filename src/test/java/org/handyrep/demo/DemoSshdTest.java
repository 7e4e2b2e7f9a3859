package org.handyrep.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.handyrep.testing.Patience;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoSshdTest {

    private static final Duration SOON = Patience.LIMIT;
    private static SshHost host;
    private static SshClient client;

    @BeforeAll
    static void open() {
        host = SshHost.open();
        client = SshClient.setUpDefaultClient();
        client.setServerKeyVerifier(
                new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, host.knownHosts()));
        client.start();
    }

    @AfterAll
    static void close() {
        client.stop();
        host.close();
    }

    @Test
    void aCommandRunsInARealShellAsTheOwnerOfPostgres() throws IOException {
        assertEquals("0|" + host.user() + "\n" + host.directory() + "\n", run("id -un; pwd", ""));
    }

    @Test
    void exitStatusInputAndErrorsComeBackExactly() throws IOException {
        assertEquals("7|a b$x\n|err", run("cat; printf err >&2; exit 7", "a b$x\n"));
    }

    @Test
    void theEnvironmentOfTheConsoleStaysInside() throws IOException {
        assertEquals("0|HOME LOGNAME PATH PWD SHELL USER \n", run("env | sort | sed 's/=.*//' | grep -v '^_' | grep -v SHLVL"
                + " | grep -v OLDPWD | tr '\\n' ' '; echo", ""));
    }

    @Test
    void anotherKeyIsRefused() throws IOException {
        KeyPair stranger = SshKeys.generate();
        try (ClientSession session = client.connect(host.user(), host.host(), host.port())
                .verify(SOON)
                .getSession()) {
            session.setKeyIdentityProvider(s -> java.util.List.of(stranger));
            assertThrows(IOException.class, () -> session.auth().verify(SOON));
        }
    }

    private static String run(String line, String input) throws IOException {
        try (ClientSession session = client.connect(host.user(), host.host(), host.port())
                .verify(SOON)
                .getSession()) {
            session.setKeyIdentityProvider(new FileKeyPairProvider(host.keyFile()));
            session.auth().verify(SOON);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            try (var channel = session.createExecChannel(line)) {
                channel.setIn(new java.io.ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
                channel.setOut(out);
                channel.setErr(errors);
                channel.open().verify(SOON);
                channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), SOON);
                String said = errors.size() == 0 ? "" : "|" + errors.toString(StandardCharsets.UTF_8);
                return channel.getExitStatus() + "|" + out.toString(StandardCharsets.UTF_8) + said;
            }
        }
    }

    @Test
    void theKeyFileIsForItsOwnerOnly() throws IOException {
        assertEquals(
                "rw-------",
                java.nio.file.attribute.PosixFilePermissions.toString(Files.getPosixFilePermissions(host.keyFile())));
    }
}
