package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.SshKeys;

/// A real SSH server that takes a password, with a `tmsh` behind it that keeps nodes and pool members in files and writes down what it was asked. Close it.
///
/// @param passwords every password that somebody tried
/// @param lines every command line that came in
public record ScriptedBigIp(SshServer door, Path directory, Path knownHosts, List<String> passwords, List<String> lines) implements AutoCloseable {

    public static final String USER = "admin";
    public static final String PASSWORD = "big #1 'ip'";
    private static final String HOST = "127.0.0.1";

    /// `modify ltm node A key value…`, `modify ltm pool P members modify { A:1 { key value… } }`, and `list` of both.
    private static final String TMSH =
            """
            #!/bin/sh
            cd "$(dirname "$0")" || exit 1
            echo "$*" >> asked
            [ ! -e broken ] || { echo "01020036:3: The requested object was not found." >&2; exit 1; }
            verb=$1
            if [ "$3" = node ]; then thing=$4; shift 4
            elif [ "$verb" = modify ]; then thing=$4-$8; shift 9
            else thing=$4-$7; shift 8; fi
            mkdir -p "things/$thing"
            if [ "$verb" = modify ]; then
                while [ $# -gt 1 ] && [ "$1" != "}" ]; do echo "$2" > "things/$thing/$1"; shift 2; done
                exit 0
            fi
            echo "ltm $thing {"
            for key in "$@"; do
                [ "$key" = "}" ] || echo "    $key $(cat "things/$thing/$key" 2> /dev/null || echo none)"
            done
            echo "}"
            """;

    /// @param knownHosts gets its host key, too
    public static ScriptedBigIp open(Path knownHosts) {
        try {
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-bigip-").toRealPath();
            Path tmsh = Files.writeString(directory.resolve("tmsh"), TMSH);
            RepositoryPlugins.permit(tmsh, "rwxr-xr-x");
            KeyPair hostKey = SshKeys.generate();
            List<String> passwords = new CopyOnWriteArrayList<>();
            SshServer server = SshServer.setUpDefaultServer();
            server.setHost(HOST);
            server.setPort(0);
            server.setKeyPairProvider(KeyPairProvider.wrap(List.of(hostKey)));
            server.setPasswordAuthenticator((user, password, session) -> {
                passwords.add(password);
                return user.equals(USER) && password.equals(PASSWORD);
            });
            List<String> lines = new CopyOnWriteArrayList<>();
            ProcessShellCommandFactory shell = new ProcessShellCommandFactory();
            server.setCommandFactory((channel, line) -> {
                lines.add(line);
                return shell.createCommand(channel, line);
            });
            server.start();
            Files.writeString(
                    knownHosts,
                    "[" + HOST + "]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n",
                    StandardOpenOption.APPEND);
            return new ScriptedBigIp(server, directory, knownHosts, passwords, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Server server() {
        return new Server(
                "f5", HOST, 443, Role.BIGIP, true, 999, 1000,
                new HashMap<>(Map.of("ssh_user", USER, "ssh_port", String.valueOf(door.getPort()))));
    }

    public String tmsh() {
        return directory.resolve("tmsh").toString();
    }

    /// What tmsh was asked, oldest first, and forgets it.
    public List<String> asked() {
        try {
            Path file = directory.resolve("asked");
            List<String> asked = Files.exists(file) ? Files.readAllLines(file) : List.of();
            Files.deleteIfExists(file);
            return asked;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From now on every tmsh command fails.
    public void breakDown() {
        try {
            Files.createFile(directory.resolve("broken"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The property of a node, or of a member as `pool-address:port`.
    public String property(String thing, String key) {
        try {
            Path file = directory.resolve("things").resolve(thing).resolve(key);
            return Files.exists(file) ? Files.readString(file).strip() : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void set(String thing, String key, String value) {
        try {
            Path things = Files.createDirectories(directory.resolve("things").resolve(thing));
            Files.writeString(things.resolve(key), value + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            door.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            TemporaryFiles.delete(directory);
        }
    }
}
