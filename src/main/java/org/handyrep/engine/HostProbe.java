package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Disk;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunningPostgres;
import org.handyrep.plugin.Shell;

/// Looks at the host of a server over SSH: whether a postmaster of its data directory runs, and what its control file says. Changes nothing.
///
/// Needs only a POSIX shell, `od` and, to be sure of the process, `/proc`; no PostgreSQL program.
public final class HostProbe {

    private static final String SCRIPT =
            """
            cd "$1" || exit 3
            test -f global/pg_control || { echo "no global/pg_control in $1" >&2; exit 4; }
            bytes=$(od -An -v -tx1 -N 64 global/pg_control) || exit 5
            echo $bytes
            wal=pg_wal
            test -d pg_wal || wal=pg_xlog
            test -z "$2" || df -Pk . "$wal/." 2>/dev/null | { read -r head; echo "free$(while read -r system size used free rest; do printf ' %s' "$free"; done)"; }
            """
                    + RunningPostgres.SCRIPT
                    + """
            running
            exit 0
            """;

    private static final String FREE = "free";
    private static final Pattern DISK = Pattern.compile(FREE + " ([0-9]{1,15}) ([0-9]{1,15})");

    static final Duration LIMIT = Duration.ofSeconds(10);

    private HostProbe() {}

    /// @param control empty when the control file could not be read
    record Seen(HostState host, Optional<ControlData> control) {
        Seen(HostState host) {
            this(host, Optional.empty());
        }
    }

    /// With the space on its disks.
    public static HostState look(Shell shell, Server server) {
        return read(shell, server, true, LIMIT).host();
    }

    /// @param disk whether the space on its disks is wanted too; it takes a program more
    /// @param limit for the answer
    static Seen read(Shell shell, Server server, boolean disk, Duration limit) {
        Optional<String> pgdata = server.setting("pgdata");
        if (pgdata.isEmpty()) {
            return new Seen(new HostState.Unclear("no pgdata is configured for " + server.name()));
        }
        return switch (shell.run(command(pgdata.get(), disk).within(limit))) {
            case CommandResult.Exited e when e.status() == 0 -> answers(e.output());
            case CommandResult.Exited e -> new Seen(new HostState.Unclear(e.lastWords()));
            case CommandResult.Unfinished u -> new Seen(new HostState.Silent(u.why()));
            case CommandResult.NotStarted n -> new Seen(new HostState.Silent(n.why()));
        };
    }

    /// The control file of a server, running or not; empty when it cannot be read.
    public static Optional<ControlData> controlData(Shell shell, Server server) {
        return server.setting("pgdata")
                .map(directory -> command(directory, false))
                .map(shell::run)
                .filter(CommandResult::ok)
                .flatMap(r -> r instanceof CommandResult.Exited e ? firstLine(e.output()) : Optional.empty())
                .flatMap(ControlData::parseHex);
    }

    /// `test_ssh_command` of handyrep.conf, split at blanks; run as the SSH login.
    public static HostState test(Shell shell, String testCommand) {
        List<String> words = List.of(testCommand.strip().split("\\s+"));
        return switch (shell.run(Command.of(words).within(LIMIT))) {
            case CommandResult.Exited e when e.status() == 0 -> new HostState.NotChecked();
            case CommandResult.Exited e -> new HostState.Unclear(testCommand + ": " + e.lastWords());
            case CommandResult.Unfinished u -> new HostState.Silent(u.why());
            case CommandResult.NotStarted n -> new HostState.Silent(n.why());
        };
    }

    private static Command command(String pgdata, boolean disk) {
        return Command.of("sh", "-c", SCRIPT, "handyrep", pgdata, disk ? "disk" : "")
                .as(RunAs.POSTGRES)
                .within(LIMIT);
    }

    private static Seen answers(String output) {
        List<String> lines = output.strip().lines().toList();
        Optional<ControlData> control = firstLine(output).flatMap(ControlData::parseHex);
        Optional<Disk> disk = lines.stream().skip(1).flatMap(line -> disk(line).stream()).findFirst();
        String process = lines.stream().skip(1).filter(line -> !line.startsWith(FREE)).findFirst().orElse("");
        return new Seen(
                new HostState.Answers(!process.isEmpty(), control.map(ControlData::state).orElse(""), process, disk), control);
    }

    private static Optional<Disk> disk(String line) {
        Matcher free = DISK.matcher(line);
        return free.matches()
                ? Optional.of(new Disk(Long.parseLong(free.group(1)) * 1024, Long.parseLong(free.group(2)) * 1024))
                : Optional.empty();
    }

    private static Optional<String> firstLine(String output) {
        return output.lines().findFirst();
    }
}
