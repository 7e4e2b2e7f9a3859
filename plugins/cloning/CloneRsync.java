package cloning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.Words;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.Copying;
import org.handyrep.plugin.cloning.FileCopy;

/// `clone_rsync`: rsync on the target's host fetches the files, and uses what a former copy of the database has of them.
public class CloneRsync extends FileCopy {

    private static final Pattern DONE = Pattern.compile("\\s*([\\d,]+)\\s+(\\d+)%.*");
    /// As many names fit into a command line anywhere; above that the whole folder is copied.
    private static final int FEW = 1000;
    private static final Pattern SAME_IN_A_SHELL = Pattern.compile("[A-Za-z0-9_@%+:,./-]+");
    private static final int SEGMENTS_MAY_VANISH = 24;

    @Override
    public List<Setting> settings() {
        List<Setting> all = new ArrayList<>(List.of(
                Setting.optional("rsync_path", "full path of the rsync executable on the replica", "rsync"),
                Setting.optional("use_ssh", "True: rsync goes through ssh; False: to an rsync server on the source's host", "True"),
                Setting.optional("ssh_path", "full path of the ssh executable on the replica", "ssh"),
                Setting.optional("ssh_options", "further options of ssh, such as -i and a key; its host keys are always checked", ""),
                Setting.optional("rsync_module", "without ssh: the module of the rsync server that is the data directory", "pgdata"),
                Setting.optional("use_compression", "False to care more about speed than about bandwidth", "True")));
        all.addAll(common("rsync"));
        return all;
    }

    @Override
    public List<String> shown(CloneJob job, Server target, Server source) {
        List<Command> commands = new ArrayList<>(List.of(data(job, source)));
        job.tablespaces().forEach(t -> commands.add(tablespace(job, source, t)));
        commands.add(control(job, source));
        List<String> lines = new ArrayList<>();
        commands.forEach(command -> lines.add(job.target() + ": " + tools().shell(target).preview(command)));
        lines.add(job.target() + ": rsync of the WAL files from the begin to the end of the backup to " + job.incoming() + "/" + job.walFolder());
        return around(job, lines);
    }

    @Override
    public Optional<String> obstacle(CloneJob job) {
        return settingIsTrue("use_ssh") || job.tablespaces().isEmpty()
                ? Optional.empty()
                : Optional.of("an rsync server shows its module only: the tablespaces of " + job.source() + " need use_ssh");
    }

    /// Every file is compared by its contents.
    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    protected Mover mover(CloneJob job, Server target, Server source) {
        return new Mover() {
            @Override
            public Outcome data(Copying copying) {
                return rsync(copying, CloneRsync.this.data(job, source), true);
            }

            @Override
            public Outcome tablespace(Copying copying, CloneJob.Tablespace tablespace) {
                return rsync(copying, CloneRsync.this.tablespace(job, source, tablespace), true);
            }

            @Override
            public Outcome control(Copying copying) {
                return rsync(copying, CloneRsync.this.control(job, source), false);
            }

            @Override
            public Outcome wal(Copying copying, String first, String last) {
                return rsync(copying, CloneRsync.this.wal(job, source, first, last), false);
            }

            private Outcome rsync(Copying copying, Command command, boolean mayVanish) {
                long before = copying.meter().progress().done();
                return copying.run(
                        "rsync on " + target.name(), tools().shell(target), command, line -> tell(line, before, copying),
                        status -> status == 0 || mayVanish && status == SEGMENTS_MAY_VANISH);
            }
        };
    }

    private static void tell(String line, long before, Copying copying) {
        Matcher m = DONE.matcher(line);
        if (m.matches()) {
            copying.meter().set(before + Long.parseLong(m.group(1).replace(",", "")), copying.meter().progress().total());
        }
    }

    /// Times and sizes prove nothing of two servers that wrote the same file, so every file is compared by its contents.
    private Command data(CloneJob job, Server source) {
        List<String> words = rsync(job, true);
        LEFT_OUT.forEach(pattern -> words.add("--exclude=" + pattern));
        LEFT_OUT_EVERYWHERE.forEach(pattern -> words.add("--exclude=" + pattern));
        words.add("--copy-dest=" + job.directory() + "/" + CloneJob.OLD);
        return finished(job, words, place(source, job.from(), ""), job.incoming());
    }

    private Command tablespace(CloneJob job, Server source, CloneJob.Tablespace tablespace) {
        List<String> words = rsync(job, true);
        words.addAll(List.of("--include=/" + job.versionFolder() + "*", "--exclude=/*", "--exclude=pgsql_tmp*"));
        words.add("--copy-dest=" + tablespace.to() + "/" + CloneJob.OLD);
        return finished(job, words, place(source, tablespace.from(), ""), tablespace.to() + "/" + CloneJob.NEW);
    }

    private Command control(CloneJob job, Server source) {
        return finished(job, rsync(job, false), place(source, job.from(), "global/pg_control"), job.incoming() + "/global");
    }

    private Command wal(CloneJob job, Server source, String first, String last) {
        List<String> words = rsync(job, false);
        long count = number(last) - number(first);
        words.add("--include=/*.history");
        if (count >= 0 && count < FEW && first.substring(0, 8).equals(last.substring(0, 8))) {
            for (long i = number(first); i <= number(last); i++) {
                words.add("--include=/????????" + String.format(java.util.Locale.ROOT, "%016X", i));
            }
        } else {
            words.add("--include=/" + "[0-9A-F]".repeat(24));
        }
        words.add("--exclude=*");
        return finished(job, words, place(source, job.from(), job.walFolder() + "/"), job.incoming() + "/" + job.walFolder());
    }

    private static long number(String segment) {
        return Long.parseUnsignedLong(segment, 16);
    }

    private List<String> rsync(CloneJob job, boolean deletes) {
        List<String> words = new ArrayList<>(List.of(setting("rsync_path").orElse("rsync"), "-a", "--ignore-times", "--info=progress2"));
        if (deletes) {
            words.add("--delete");
        }
        if (settingIsTrue("use_compression")) {
            words.add("-z");
        }
        if (rate(job.maxRate()) > 0) {
            words.add("--bwlimit=" + rate(job.maxRate()));
        }
        return words;
    }

    /// The slash at the end of the source says that its contents are meant, dot-files too. Before rsync 3.2.4 the shell of the source's host reads its path, unless
    /// `-s` says that it is sent apart, which a key that is restricted to rsync may not allow: it is said only where it matters.
    private Command finished(CloneJob job, List<String> words, String from, String to) {
        words.addAll(extra());
        if (settingIsTrue("use_ssh")) {
            words.addAll(List.of("-e", ssh(server(job.source()))));
            if (!Stream.concat(Stream.of(job.from()), job.tablespaces().stream().map(CloneJob.Tablespace::from)).allMatch(path -> SAME_IN_A_SHELL.matcher(path).matches())) {
                words.add("-s");
            }
        }
        words.addAll(List.of("--", from, to + "/"));
        return leashed(job.incoming(), words, "", Secret.NONE);
    }

    private String place(Server source, String directory, String rest) {
        String host = source.hostname().contains(":") ? "[" + source.hostname() + "]" : source.hostname();
        return settingIsTrue("use_ssh")
                ? user() + "@" + host + ":" + directory + "/" + rest
                : host + "::" + setting("rsync_module").orElse("pgdata") + "/" + rest;
    }

    /// rsync splits it at blanks.
    private String ssh(Optional<Server> source) {
        List<String> words = new ArrayList<>(List.of(setting("ssh_path").orElse("ssh"), "-oBatchMode=yes", "-oStrictHostKeyChecking=yes", "-oServerAliveInterval=15"));
        source.flatMap(s -> s.setting("ssh_port")).ifPresent(port -> words.addAll(List.of("-p", port)));
        words.addAll(Words.split(String.join(" ", settingList("ssh_options"))));
        return String.join(" ", words);
    }

    private String user() {
        return tools().option("handyrep", "postgres_superuser").orElse("postgres");
    }

    /// The login from this host to the primary's is tried too: it is what fails most often.
    @Override
    public Outcome test(Server server) {
        Optional<String> missing = missing(server, setting("rsync_path").orElse("rsync"), "--version");
        Optional<Server> source = master().filter(m -> !m.name().equals(server.name()));
        if (missing.isPresent() || source.isEmpty() || !settingIsTrue("use_ssh")) {
            return missing.map(Outcome::failure).orElseGet(() -> Outcome.success(server.name() + " has rsync"));
        }
        List<String> words = new ArrayList<>(Words.split(ssh(source)));
        words.addAll(List.of(user() + "@" + source.get().hostname(), "rsync", "--version"));
        CommandResult tried = runAsPostgres(server, Command.of(words));
        return tried.ok()
                ? Outcome.success(server.name() + " has rsync and reaches " + source.get().name() + " by ssh")
                : Outcome.failure(server.name() + " does not reach rsync on " + source.get().name() + " by ssh as " + user() + ": " + tried.describe());
    }
}
