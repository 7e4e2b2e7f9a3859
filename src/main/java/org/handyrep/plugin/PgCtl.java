package org.handyrep.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// The pg_ctl command lines for one server's data directory, valid for PostgreSQL 9.3 to 18.
///
/// pg_ctl hands the data directory, the log file and `-o` to a shell of its own, so paths which that shell would read as more than a name are an obstacle.
///
/// @param configuration the directory or file of `pgconf`, empty when the configuration lies in the data directory
/// @param flags further words of `pg_ctl_flags`, last so that they win
/// @param waitSeconds how long pg_ctl waits for the server
public record PgCtl(
        String program,
        String dataDirectory,
        Optional<String> configuration,
        String log,
        List<String> flags,
        int waitSeconds) {

    private static final Duration AT_ONCE = Duration.ofSeconds(10);
    /// pg_ctl gives up by itself first, and says why.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// A stop takes some milliseconds or very long.
    private static final String UNTIL_STOPPED =
            """
            end=$(($(date +%s) + $1)) looks=0
            shift
            while :; do
              "$@" > /dev/null
              seen=$?
              test $seen -eq 0 || exit $seen
              looks=$((looks + 1))
              test $looks -gt 100 || { sleep 0.01 2>/dev/null && continue; }
              test "$(date +%s)" -lt $end || exit 0
              sleep 0.2 2>/dev/null || sleep 1
            done
            """;

    public PgCtl {
        flags = List.copyOf(flags);
    }

    /// @param log empty for `handyrep-start.log` in the data directory
    public static PgCtl of(Server server, String program, Optional<String> log, List<String> flags, int waitSeconds) {
        String data = server.setting("pgdata").orElse("").strip();
        return new PgCtl(
                program,
                data,
                server.setting("pgconf").map(String::strip).filter(c -> !c.isEmpty() && !isInside(c, data)),
                log.orElse(data + "/handyrep-start.log"),
                flags,
                waitIn(flags).orElse(waitSeconds));
    }

    private static Optional<Integer> waitIn(List<String> flags) {
        int at = flags.lastIndexOf("-t");
        return at >= 0 && at + 1 < flags.size() && flags.get(at + 1).matches("[0-9]{1,5}")
                ? Optional.of(Integer.valueOf(flags.get(at + 1)))
                : Optional.empty();
    }

    /// Why no command can be made.
    public Optional<String> obstacle(Server server) {
        String name = server.name();
        if (dataDirectory.isEmpty()) {
            return Optional.of(name + " has no pgdata in handyrep.conf, so pg_ctl does not know which server to act on");
        }
        if (!dataDirectory.startsWith("/")) {
            return Optional.of("pgdata of " + name + " is not an absolute path: " + dataDirectory);
        }
        if (program.startsWith("-")) {
            return Optional.of("pg_ctl_path is not a program: " + program);
        }
        for (String path : List.of(dataDirectory, log, configuration.orElse(""))) {
            if (path.codePoints().anyMatch(PgCtl::isShellSyntax)) {
                return Optional.of("pg_ctl passes its paths through a shell, and this one for " + name
                        + " holds a character that means more than a name there: " + path);
            }
        }
        return Optional.empty();
    }

    /// Returns at once: promotion ends a few milliseconds later, pg_ctl would look only every 100 ms.
    public Command promote() {
        return command(List.of("promote", "-D", dataDirectory, "-W"));
    }

    /// Looks on the host until the server is stopped, or for [#patience()]. Exits as [#status()] does.
    public Command untilStopped() {
        List<String> argv = new ArrayList<>(
                List.of("sh", "-c", UNTIL_STOPPED, "handyrep-until-stopped", String.valueOf(patience().toSeconds())));
        argv.addAll(status().argv());
        return Command.of(argv).as(RunAs.POSTGRES).within(patience().plus(GRACE));
    }

    public Command status() {
        return command(List.of("status", "-D", dataDirectory));
    }

    /// How long a stop may take: `-t` among the flags, as for pg_ctl itself.
    public Duration patience() {
        int at = flags.lastIndexOf("-t") + 1;
        boolean given = at > 0 && at < flags.size() && flags.get(at).matches("[0-9]{1,6}");
        return Duration.ofSeconds(given ? Integer.parseInt(flags.get(at)) : waitSeconds);
    }

    /// A stop returns at once: whoever asks for the status sees its end sooner than pg_ctl, which looks every 100 ms.
    public Command service(RunMode mode) {
        List<String> words = new ArrayList<>(List.of(pgCtlWord(mode), "-D", dataDirectory));
        switch (mode) {
            case START -> {
                words.addAll(List.of("-l", log));
                configuration.ifPresent(c -> words.addAll(List.of("-o", configFile(c))));
            }
            case STOP -> {
                words.addAll(List.of("-m", "fast", "-W"));
                return command(words);
            }
            case FASTSTOP -> {
                words.addAll(List.of("-m", "immediate", "-W"));
                return command(words);
            }
            case RESTART -> {
                words.addAll(List.of("-m", "fast", "-l", log));
                configuration.ifPresent(c -> words.addAll(List.of("-o", configFile(c))));
            }
            case RELOAD, STATUS -> {
                return command(words);
            }
        }
        words.addAll(List.of("-w", "-t", String.valueOf(waitSeconds)));
        return command(words);
    }

    private Command command(List<String> words) {
        List<String> argv = new ArrayList<>();
        argv.add(program);
        argv.addAll(words);
        if (!words.getFirst().equals("status")) {
            argv.addAll(flags);
        }
        Duration limit = words.contains("-w") ? Duration.ofSeconds(waitSeconds).plus(GRACE) : AT_ONCE;
        return Command.of(argv).as(RunAs.POSTGRES).within(limit);
    }

    private static String pgCtlWord(RunMode mode) {
        return switch (mode) {
            case START -> "start";
            case STOP, FASTSTOP -> "stop";
            case RESTART -> "restart";
            case RELOAD -> "reload";
            case STATUS -> "status";
        };
    }

    /// For the shell that pg_ctl starts the server with.
    private static String configFile(String configuration) {
        String file = configuration.endsWith(".conf") ? configuration : trimmed(configuration) + "/postgresql.conf";
        return "-c config_file='" + file.replace("'", "'\\''") + "'";
    }

    private static boolean isInside(String path, String directory) {
        String base = trimmed(directory);
        return trimmed(path).equals(base) || path.startsWith(base + "/");
    }

    private static String trimmed(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static boolean isShellSyntax(int c) {
        return c == '"' || c == '$' || c == '`' || c == '\\' || Character.isISOControl(c);
    }
}
