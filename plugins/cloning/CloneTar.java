package cloning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.Copying;
import org.handyrep.plugin.cloning.FileCopy;

/// `clone_tar`: a stream of tar from the source's host through the console to the target's, for hosts that cannot reach each other or have no `pg_basebackup`.
public class CloneTar extends FileCopy {

    private static final String BLOCKS = "512";

    private static final String TABLESPACE =
            """
            cd "$1" || exit 3
            set -- "$2" "$3"*
            test -e "$2" || exit 4
            tar=$1; shift
            exec "$tar" -c -b 512 --exclude=pgsql_tmp* -f - -- "$@"
            """;

    /// The WAL files from the first to the last, of any timeline, and the histories.
    private static final String WAL =
            """
            cd "$2" || exit 3
            ls | awk -v a="$3" -v b="$4" 'length($0) == 24 { s = substr($0, 9); if (s >= a && s <= b) print } /^[0-9A-F]*[.]history$/' | "$1" -c -b 512 -f - -T -
            """;

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(List.of(Setting.optional("tar_path", "GNU tar on both hosts", "tar")));
        all.addAll(common("tar on the source's host"));
        return all;
    }

    @Override
    public boolean readsSourceHost() {
        return true;
    }

    @Override
    public List<String> shown(CloneJob job, Server target, Server source) {
        List<String> lines = new ArrayList<>();
        lines.add(piped(job, source, target, data(job), into(job.incoming())));
        job.tablespaces().forEach(t -> lines.add(piped(job, source, target, tablespace(job, t), into(t.to() + "/" + CloneJob.NEW))));
        lines.add(piped(job, source, target, control(job), into(job.incoming())));
        lines.add(job.source() + ": tar of the WAL files from the begin to the end of the backup in " + job.from() + "/" + job.walFolder()
                + "  |  " + job.target() + ": tar -x in " + job.incoming() + "/" + job.walFolder());
        return around(job, lines);
    }

    private String piped(CloneJob job, Server source, Server target, Command out, Command in) {
        return job.source() + ": " + tools().shell(source).preview(out) + "  |  " + job.target() + ": " + tools().shell(target).preview(in);
    }

    @Override
    protected Mover mover(CloneJob job, Server target, Server source) {
        return new Mover() {
            @Override
            public Outcome data(Copying copying) {
                return pipe(copying, "the files of " + job.source(), CloneTar.this.data(job), into(job.incoming()));
            }

            @Override
            public Outcome tablespace(Copying copying, CloneJob.Tablespace tablespace) {
                return pipe(copying, "tablespace " + tablespace.from(), CloneTar.this.tablespace(job, tablespace), into(tablespace.to() + "/" + CloneJob.NEW));
            }

            @Override
            public Outcome control(Copying copying) {
                return pipe(copying, "the control file", CloneTar.this.control(job), into(job.incoming()));
            }

            @Override
            public Outcome wal(Copying copying, String first, String last) {
                Command out = Command.of("sh", "-c", WAL, "handyrep-clone-wal", tar(), job.from() + "/" + job.walFolder(), first, last).as(RunAs.POSTGRES);
                return pipe(copying, "WAL", out, into(job.incoming() + "/" + job.walFolder()));
            }

            private Outcome pipe(Copying copying, String what, Command out, Command in) {
                return copying.pipe(what, tools().shell(source), out, tools().shell(target), in, rate(job.maxRate()), status -> status <= 1);
            }
        };
    }

    /// Status 1 means that files changed or vanished meanwhile, which replaying the WAL of the backup makes good.
    private Command data(CloneJob job) {
        List<String> words = new ArrayList<>(List.of(tar(), "-C", job.from(), "-c", "-b", BLOCKS, "--anchored"));
        LEFT_OUT.forEach(pattern -> words.add("--exclude=." + pattern));
        words.add("--no-anchored");
        LEFT_OUT_EVERYWHERE.forEach(pattern -> words.add("--exclude=" + pattern));
        words.addAll(extra());
        words.addAll(List.of("-f", "-", "."));
        return Command.of(words).as(RunAs.POSTGRES);
    }

    private Command tablespace(CloneJob job, CloneJob.Tablespace tablespace) {
        return Command.of("sh", "-c", TABLESPACE, "handyrep-clone-tablespace", tablespace.from(), tar(), job.versionFolder()).as(RunAs.POSTGRES);
    }

    private Command control(CloneJob job) {
        return Command.of(tar(), "-C", job.from(), "-c", "-f", "-", "./global/pg_control").as(RunAs.POSTGRES);
    }

    private Command into(String directory) {
        return Command.of(tar(), "-C", directory, "-x", "-p", "-b", BLOCKS, "-f", "-").as(RunAs.POSTGRES);
    }

    private String tar() {
        return setting("tar_path").orElse("tar");
    }

    @Override
    public Outcome test(Server server) {
        Optional<String> missing = missing(server, tar(), "--version");
        return missing.map(Outcome::failure).orElseGet(() -> Outcome.success(server.name() + " has tar"));
    }
}
