package archivedelete;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.ArchiveDelete;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.NeededWal;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Setting;

/// `archive_delete_find`: removes WAL segments older than `archive_delete_hours` from `archive_directory` on every enabled server with the role `archive`,
/// by one `find` as the owner of PostgreSQL.
///
/// It keeps what a replica or a slot may still ask for, whatever its age, and everything that is not a plain segment: `.history`, `.partial`, `.backup`,
/// directories, links. While an enabled server does not answer nothing is removed. It knows nothing of base backups: keep as many hours as the oldest needs.
public class ArchiveDeleteFind extends HandyRepPlugin implements ArchiveDelete {

    private static final String HOURS = "archive_delete_hours";
    private static final String DIRECTORY = "archive_directory";
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.required(HOURS, "hours after which an archived segment may be removed, at least 1"),
                Setting.required(
                        DIRECTORY, "full path of the archive on the servers with the role archive; their own entries may have it too"));
    }

    @Override
    public List<Act> acts() {
        return obstacle().isPresent() || !(needed() instanceof NeededWal.From from)
                ? List.of()
                : archives().stream().flatMap(a -> find(a, from).stream()).toList();
    }

    @Override
    public Outcome run() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        return switch (needed()) {
            case NeededWal.Unclear unclear -> Outcome.failure("nothing was removed from the archive: " + unclear.why());
            case NeededWal.From from -> remove(from);
        };
    }

    private Outcome remove(NeededWal.From from) {
        long files = 0;
        long bytes = 0;
        List<String> failed = new ArrayList<>();
        for (Server archive : archives()) {
            for (Act act : find(archive, from).stream().toList()) {
                CommandResult result = tools().shell(archive).run(((Act.Run) act).command());
                if (result instanceof CommandResult.Exited exited) {
                    List<String> removed = exited.output().lines().filter(l -> l.matches("[0-9]+ .*")).toList();
                    files += removed.size();
                    bytes += removed.stream().mapToLong(l -> Long.parseLong(l.substring(0, l.indexOf(' ')))).sum();
                }
                if (!result.ok()) {
                    failed.add(archive.name() + ": " + result.describe());
                }
            }
        }
        String done = "removed " + files + (files == 1 ? " WAL segment" : " WAL segments") + " (" + bytes + " bytes) from the archive; "
                + from.segment() + " and later are needed by " + from.because();
        Outcome outcome = failed.isEmpty()
                ? Outcome.success(done)
                : Outcome.failure(String.join("; ", failed) + "; before that, " + done);
        return outcome.with("files", files).with("bytes", bytes);
    }

    /// The slash at the end makes find enter a directory that is a link.
    private Optional<Act> find(Server archive, NeededWal.From from) {
        long minutes = Long.parseLong(hours()) * 60;
        return from.useless().map(segments -> new Act.Run(
                archive,
                Command.of(
                                "find", directory(archive) + "/", "-maxdepth", "1", "-type", "f", "-mmin", "+" + minutes,
                                "-regextype", "posix-extended", "-regex", ".*/" + segments + "(\\.(gz|zst|lz4))?",
                                "-delete", "-printf", "%s %f\\n")
                        .as(RunAs.POSTGRES)
                        .within(PATIENCE)));
    }

    @Override
    public Outcome test() {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        for (Server archive : archives()) {
            Outcome outcome = test(archive);
            if (!outcome.succeeded()) {
                return outcome;
            }
        }
        return needed() instanceof NeededWal.Unclear unclear
                ? Outcome.failure("nothing would be removed now: " + unclear.why())
                : Outcome.success("the archive is there on " + archives().stream().map(Server::name).toList());
    }

    @Override
    public List<Server> tested() {
        return archives();
    }

    @Override
    public Outcome test(Server archive) {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        CommandResult there = runAsPostgres(archive, Command.of("test", "-d", directory(archive), "-a", "-w", directory(archive)));
        if (!there.ok()) {
            return Outcome.failure(archive.name() + ": " + directory(archive) + " is no directory that the owner of PostgreSQL may write to"
                    + (there instanceof CommandResult.Exited ? "" : ": " + there.describe()));
        }
        CommandResult find = runAsPostgres(
                archive,
                Command.of("find", directory(archive) + "/", "-maxdepth", "0", "-regextype", "posix-extended", "-printf", ""));
        return find.ok()
                ? Outcome.success(archive.name() + ": find can work in " + directory(archive))
                : Outcome.failure(archive.name() + ": find cannot do what it has to: " + find.describe());
    }

    private Optional<String> obstacle() {
        Outcome settings = testSettings();
        if (archives().isEmpty()) {
            return Optional.of("no enabled server has the role archive, so there is no archive to remove WAL from");
        }
        if (setting(HOURS).isEmpty() || !hours().matches("[1-9][0-9]{0,5}")) {
            return Optional.of(settings.succeeded() ? HOURS + " is no number of hours above 0: " + hours() : settings.details());
        }
        return archives().stream()
                .filter(a -> !isUsable(directory(a)))
                .findFirst()
                .map(a -> DIRECTORY + " of " + a.name() + " has to be a full path of two or more names: "
                        + (directory(a).isEmpty() ? "blank" : directory(a)));
    }

    /// Neither the root nor a directory of the system such as /var.
    private static boolean isUsable(String path) {
        return path.startsWith("/")
                && path.codePoints().noneMatch(Character::isISOControl)
                && Arrays.stream(path.split("/")).noneMatch(n -> n.equals("..") || n.equals("."))
                && Arrays.stream(path.split("/")).filter(n -> !n.isEmpty()).count() >= 2;
    }

    private NeededWal needed() {
        return NeededWal.of(tools().snapshot(), tools().servers());
    }

    private List<Server> archives() {
        return serversByRole(Role.ARCHIVE);
    }

    private String hours() {
        return setting(HOURS).map(String::strip).orElse("");
    }

    private String directory(Server archive) {
        return setting(archive, DIRECTORY).map(String::strip).orElse("").replaceFirst("/+$", "");
    }
}
