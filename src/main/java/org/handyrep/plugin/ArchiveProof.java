package org.handyrep.plugin;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.handyrep.cluster.Server;

/// Shows that an archive script does what PostgreSQL believes of it: a file is archived through it and read back byte by byte, then removed.
///
/// A status of 0 without a copy would throw WAL away, so that is a failure. A copy over a different file of the same name is a warning: it does harm only when
/// there are two primaries, and scripts that people have used for years do it.
///
/// @param source where the script runs
/// @param target where the archive is
/// @param name a name that no WAL file can have, the same each time: the commands are shown before they run
record ArchiveProof(Tools tools, Server source, Server target, String directory, String name, String content) {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MISSING = 3;

    /// As PostgreSQL calls it: in a directory of its own, with a relative path and the name.
    private static final String ARCHIVE = "umask 077; work=$(mktemp -d) && cd \"$work\" && mkdir pg_wal && cat > \"pg_wal/$2\" || exit 1; "
            + "\"$1\" \"pg_wal/$2\" \"$2\" < /dev/null; status=$?; rm -rf -- \"$work\"; exit $status";

    private static final String READ_BACK = "[ -e \"$1/$2\" ] || exit 3; cmp -s - \"$1/$2\"";

    static ArchiveProof random(Tools tools, Server source, Server target, String directory) {
        byte[] bytes = new byte[40_000];
        new SecureRandom().nextBytes(bytes);
        String hex = HexFormat.of().formatHex(bytes);
        String name = "handyrep-archive-test-" + Integer.toHexString(source.name().hashCode());
        return new ArchiveProof(tools, source, target, directory, name, hex + "\n");
    }

    Outcome of(String script) {
        try {
            return archived(script);
        } finally {
            tools.shell(target).run(remove());
        }
    }

    /// What [#of(String)] does when nothing fails.
    List<Act> acts(String script) {
        return List.of(
                new Act.Run(source, archive(script, content)),
                new Act.Run(target, readBack()),
                new Act.Run(source, archive(script, other())),
                new Act.Run(target, readBack()),
                new Act.Run(target, remove()));
    }

    private Outcome archived(String script) {
        CommandResult first = tools.shell(source).run(archive(script, content));
        if (!first.ok()) {
            return Outcome.failure(source.name() + ": the archive script " + script + " failed on a test file: " + first.describe());
        }
        CommandResult there = tools.shell(target).run(readBack());
        if (!there.ok()) {
            return Outcome.failure(source.name() + ": the archive script " + script + " says that it archived a test file, but in "
                    + directory + " on " + target.name() + " " + missing(there));
        }
        CommandResult again = tools.shell(source).run(archive(script, other()));
        String done = source.name() + ": a test file was archived to " + directory + " on " + target.name() + " and read back";
        return again.ok() || !tools.shell(target).run(readBack()).ok()
                ? Outcome.success(done + ". Warning: the script " + script + " does not refuse a different file under the name of an archived"
                        + " one, so two primaries could destroy each other's WAL; the template that comes with HandyRep does")
                : Outcome.success(done);
    }

    private static String missing(CommandResult result) {
        return switch (result) {
            case CommandResult.Exited e when e.status() == MISSING -> "there is none: PostgreSQL would throw WAL away";
            case CommandResult.Exited e when e.status() == 1 -> "it is different: PostgreSQL would throw WAL away";
            case CommandResult.Exited e -> "it could not be read: " + e.lastWords();
            case CommandResult.Unfinished u -> "it could not be read: " + u.why();
            case CommandResult.NotStarted n -> "it could not be read: " + n.why();
        };
    }

    private String other() {
        return new StringBuilder(content.strip()).reverse().append('\n').toString();
    }

    private Command archive(String script, String text) {
        return Command.of("sh", "-c", ARCHIVE, "handyrep-archive-test", script, name).withInput(text).within(LONG).as(RunAs.POSTGRES);
    }

    private Command readBack() {
        return Command.of("sh", "-c", READ_BACK, "handyrep-archive-test", directory, name).withInput(content).as(RunAs.POSTGRES);
    }

    private Command remove() {
        return Command.of("rm", "-f", "--", directory + "/" + name).as(RunAs.POSTGRES);
    }
}
