package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.SshKeys;

/// A real SSH door to a host with scripted `sudo`, `service`, `svc` and `svstat`, which start and stop a real PostgreSQL. Close it.
///
/// @param lines every command line that came in
public record ServiceHost(SshServer door, LocalPostgres postgres, Path directory, List<String> lines) implements AutoCloseable {

    /// Logs in as somebody who is neither root nor the owner of PostgreSQL.
    public static final String USER = "handy";

    private static final String SUDO =
            """
            #!/bin/sh
            here=$(dirname "$0")
            [ ! -e "$here/no-sudo" ] || { echo "sudo: a password is required" >&2; exit 1; }
            user=root
            while [ "$1" != "--" ]; do [ "$1" != "-u" ] || { user=$2; shift; }; shift; done; shift
            [ "$user" = root ] || exec %s "$@"
            HANDYREP_ROOT=yes exec "$@"
            """;

    /// As the init scripts of the Linux Standard Base: 4 for an unknown service, 3 for one that does not run. `fault` says how it lies.
    private static final String SERVICE =
            """
            #!/bin/sh
            here=$(dirname "$0")
            [ "$HANDYREP_ROOT" = yes ] || { echo "must be superuser" >&2; exit 4; }
            [ "$1" = pg-it ] || { echo "$1: unrecognized service" >&2; exit 4; }
            pg_ctl() { %1$s %2$s "$@" -D %3$s -l %4$s/service.log > /dev/null 2>&1 < /dev/null; }
            case $2-$(cat "$here/fault" 2> /dev/null) in
                status-*) pg_ctl status || exit 3;;
                *-lies) exit 0;;
                start-fails|stop-fails) echo "Job for pg-it failed." >&2; exit 1;;
                start-*) pg_ctl start -w;;
                stop-slow) (sleep 2; pg_ctl stop -m fast) > /dev/null 2>&1 < /dev/null &;;
                stop-grumbles) pg_ctl stop -m fast; exit 1;;
                stop-revives) pg_ctl stop -m fast; (sleep 0.3; pg_ctl start -w) > /dev/null 2>&1 < /dev/null &;;
                stop-*) pg_ctl stop -m fast;;
                restart-*) pg_ctl restart -m fast -w;;
                reload-*) pg_ctl reload;;
                *) echo "Usage: $1 start|stop|restart|reload|status" >&2; exit 2;;
            esac
            """;

    /// Keeps PostgreSQL running while it is wanted, as supervise of daemontools does.
    private static final String SUPERVISE =
            """
            #!/bin/sh
            cd "$(dirname "$0")/it" || exit 1
            while [ -e want ]; do
                if [ "$(cat want)" = up ]; then
                    %1$s %2$s -D %3$s > /dev/null 2>&1 < /dev/null &
                    echo $! > pid
                    wait $!
                    rm -f pid
                else
                    sleep 0.1
                fi
            done
            """;

    private static final String SVC =
            """
            #!/bin/sh
            [ "$HANDYREP_ROOT" = yes ] || { echo "svc: warning: unable to control $2: access denied" >&2; exit 0; }
            cd "$2" || exit 0
            tell() { [ ! -e pid ] || kill "-$1" "$(head -n 1 %3$s/postmaster.pid)"; } 2> /dev/null
            case $1-$(cat ../fault 2> /dev/null) in *-lies) exit 0;; esac
            for letter in $(echo "${1#-}" | sed 's/./& /g'); do
                case $letter in
                    u) echo up > want;;
                    d) [ "$(cat ../fault 2> /dev/null)" = revives ] || echo down > want; tell TERM;;
                    t) tell TERM;;
                    i) tell INT;;
                    h) tell HUP;;
                esac
            done
            """;

    private static final String SVSTAT =
            """
            #!/bin/sh
            if [ ! -d "$1" ]; then echo "$1: unable to chdir: file does not exist"
            elif [ -e "$1/pid" ]; then echo "$1: up (pid $(cat "$1/pid")) 9 seconds"
            else echo "$1: down 9 seconds, normally up"
            fi
            """;

    public static ServiceHost open(LocalPostgres postgres, Path knownHosts, PublicKey allowed) {
        try {
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-service-").toRealPath();
            RepositoryPlugins.permit(directory, "rwxr-xr-x");
            OsUser owner = postgres.settings().osUser();
            Object[] words = {
                String.join(" ", owner.prefix()),
                postgres.settings().binaries().program("pg_ctl"),
                postgres.settings().data(),
                postgres.settings().home()
            };
            write(directory.resolve("sudo"), SUDO.formatted(owner.prefix().isEmpty() ? "env" : words[0]));
            write(directory.resolve("service"), SERVICE.formatted(words));
            write(directory.resolve("svc"), SVC.formatted(words));
            write(directory.resolve("svstat"), SVSTAT);
            words[1] = postgres.settings().binaries().program("postgres");
            write(directory.resolve("supervise"), SUPERVISE.formatted(words));

            KeyPair hostKey = SshKeys.generate();
            List<String> lines = new CopyOnWriteArrayList<>();
            SshServer server = SshServer.setUpDefaultServer();
            server.setHost(postgres.settings().host());
            server.setPort(0);
            server.setKeyPairProvider(KeyPairProvider.wrap(List.of(hostKey)));
            server.setPublickeyAuthenticator((user, key, session) -> user.equals(USER) && KeyUtils.compareKeys(key, allowed));
            ProcessShellCommandFactory shell = new ProcessShellCommandFactory();
            server.setCommandFactory((channel, line) -> {
                lines.add(line);
                return shell.createCommand(channel, "PATH=" + directory + ":$PATH; " + line);
            });
            server.start();
            Files.writeString(
                    knownHosts,
                    "[" + server.getHost() + "]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n",
                    StandardOpenOption.APPEND);
            return new ServiceHost(server, postgres, directory, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What `service` and `svc` do wrong from now on: `lies`, `fails`, `slow`, `grumbles`, `revives`, or nothing when blank.
    public void fault(String fault) {
        write(directory.resolve("fault"), fault);
    }

    public void forbidRoot() {
        write(directory.resolve("no-sudo"), "");
    }

    /// Where supervise, started here, keeps the server from now on.
    public Path supervise() throws IOException {
        Path service = Files.createDirectory(directory.resolve("it"));
        write(service.resolve("want"), "up");
        new ProcessBuilder(directory.resolve("supervise").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return service;
    }

    public Map<String, String> settings(Path key) {
        return new HashMap<>(Map.of(
                "ssh_user", USER, "ssh_port", String.valueOf(door.getPort()), "ssh_key", key.toString()));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
            RepositoryPlugins.permit(file, "rwxr-xr-x");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (Files.isDirectory(directory.resolve("it"))) {
                // Its supervise ends when nothing is wanted any more.
                Files.delete(directory.resolve("it/want"));
                postgres.stop("immediate");
            }
            door.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TemporaryFiles.delete(directory);
    }
}
