package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import org.handyrep.demo.DemoSshd;
import org.handyrep.demo.LoopbackAddress;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.SshKeys;

/// A real SSH door on a loopback address with real shell commands behind it. Close it.
///
/// @param user the login, who is the user that runs the tests, or `postgres` when that is root
/// @param keyFile the private key that opens it, without passphrase
/// @param knownHosts a known_hosts file with its host key
/// @param directory where commands start, writable by `user`; deleted by [#close()]
public record SshHost(DemoSshd door, String host, int port, String user, Path keyFile, Path knownHosts, Path directory)
        implements AutoCloseable {

    public static SshHost open() {
        return open("127.0.0.1");
    }

    public static SshHost open(String host) {
        try {
            Path root = Files.createTempDirectory(
                            Path.of("/tmp"),
                            "handyrep-ssh-",
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")))
                    .toRealPath();
            OsUser user = OsUser.forPostgres();
            Path home = root.resolve("home");
            user.createDirectory(home);
            KeyPair keys = SshKeys.generate();
            SshKeys.write(keys, root.resolve("id"));
            DemoSshd door = DemoSshd.open(host, LoopbackAddress.freePort(host), user, home, keys.getPublic());
            Path knownHosts =
                    Files.writeString(root.resolve("known_hosts"), door.knownHostsLine(host, door.port()) + "\n");
            return new SshHost(door, host, door.port(), user.name(), root.resolve("id"), knownHosts, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        door.close();
        Path root = directory.getParent();
        if (root != null) {
            TemporaryFiles.delete(root);
        }
    }
}
