package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.ArchiveScript;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.cloning.Copying;
import org.handyrep.plugin.cloning.Meter;
import org.handyrep.plugin.cloning.Watch;
import org.handyrep.remote.Quoting;

/// The deeds of a rejoin.
///
/// @param parts of another deed, `Deeds`' own
record RejoinDeeds(DeedParts make, EvidenceFolder evidence, Function<Deed, List<DeedPart>> parts) {

    private static final int NOT_BEGUN = 20;
    private static final int FAILED = 22;
    /// It writes all that is dirty.
    private static final Duration CHECKPOINT = Duration.ofHours(1);
    private static final Pattern KILOBYTES = Pattern.compile("\\s*(\\d+)/(\\d+) kB.*");

    List<DeedPart> save(Deed.SaveEvidence save, Watch watch) {
        Server server = make.server(save.server());
        return List.of(new DeedPart(
                List.of("this console: write the control file of " + save.server() + ", its transactions and its WAL from " + save.fork() + " to " + save.end() + " to " + save.folder()),
                () -> evidence.save(save, server, make.tools().shell(server), watch)));
    }

    List<DeedPart> keep(Deed.KeepConfiguration keep) {
        RejoinJob job = keep.job();
        return List.of(script(job, RewindScripts.keep(job, keep.anew()), "copy postgresql.conf, pg_hba.conf and every other file of its own in " + job.directory()
                + " to " + job.beside() + (keep.anew() ? ", in the place of what an earlier rejoin left there" : "") + "; " + mark(job)));
    }

    List<DeedPart> restore(RejoinJob job) {
        return List.of(script(job, RewindScripts.restore(job), "copy the configuration in " + job.beside() + " back to " + job.directory() + ", rm -r " + job.beside()));
    }

    List<DeedPart> recover(RejoinJob job, Watch watch) {
        String config = " -c " + RewindScripts.keepsWal(job)
                + (job.configuration().isEmpty() ? "" : " -c " + Quoting.shell("config_file=" + job.configuration()));
        return List.of(new DeedPart(
                List.of(job.server() + ": " + job.postgres() + " --single" + config + " -D " + Quoting.shell(job.directory())
                        + " template1 < /dev/null (the mark of a replica is away meanwhile)"),
                () -> run("recovery of " + job.server(), "recovering from the crash", job, RewindScripts.recover(job), watch)));
    }

    List<DeedPart> rehearse(RejoinJob job, Watch watch) {
        List<DeedPart> all = new ArrayList<>();
        all.add(make.sql(make.server(job.upstream()), "CHECKPOINT", CHECKPOINT));
        all.add(new DeedPart(
                List.of(line(job, " --dry-run")),
                () -> run("pg_rewind --dry-run on " + job.server(), "rehearsing pg_rewind", job, login(RewindScripts.rehearse(job, source(job))), watch)));
        return all;
    }

    List<DeedPart> rewind(RejoinJob job, Watch watch) {
        return List.of(new DeedPart(
                List.of(line(job, " --progress"), job.server() + ": copy the configuration in " + job.beside() + " back to " + job.directory() + "; " + mark(job)),
                () -> rewound(job, watch)));
    }

    private Outcome rewound(RejoinJob job, Watch watch) {
        String what = "pg_rewind on " + job.server();
        Meter meter = new Meter(what, 0, System::nanoTime);
        Command command = login(RewindScripts.rewind(job, source(job)));
        AtomicInteger status = new AtomicInteger(-1);
        Outcome outcome = new Copying(watch, meter, Duration.ZERO, () -> "")
                .run(what, make.tools().shell(make.server(job.server())), command, line -> progress(meter, line), exited -> {
                    status.set(exited);
                    return exited == 0;
                });
        if (outcome.succeeded()) {
            return Outcome.success(job.server() + " is rewound to " + job.upstream() + ", with its own configuration");
        }
        return switch (status.get()) {
            case NOT_BEGUN -> Refused.mark(Outcome.failure(outcome.details() + "; it was not begun"));
            case FAILED -> Outcome.failure(outcome.details() + ". " + job.server() + " is stopped, and its data directory is not usable until it is"
                    + " cloned again: rejoin with how=reclone");
            default -> Outcome.failure(outcome.details() + ". How pg_rewind ended, or whether it began, is not known: ask for a rejoin of " + job.server()
                    + " again, which looks at what it left. It is not started before");
        };
    }

    List<DeedPart> settle(RejoinJob job) {
        List<DeedPart> all = new ArrayList<>();
        all.add(script(job, RewindScripts.ready(job), "make sure that nothing runs in " + job.directory() + " and that it has the configuration kept in " + job.beside()));
        String settings = job.major() >= 12
                ? make.methods().archiveScript().map(ArchiveScript::recoveryline).filter(line -> !line.isBlank()).map(line -> line.strip() + "\n").orElse("")
                : "";
        all.add(script(job, NodeScripts.cleanSettings(job.directory(), settings),
                "remove what it has of another life as a replica from postgresql.auto.conf" + (settings.isEmpty() ? "" : "; add " + settings.strip().replace("\n", ", "))));
        all.addAll(parts.apply(new Deed.LeavePassword(job.server(), job.upstream(), job.major())));
        all.addAll(parts.apply(new Deed.MarkAsReplica(job.server(), job.upstream(), job.major())));
        all.add(script(job, RewindScripts.settled(job), "write down in " + job.beside() + " that it is ready to start"));
        return all;
    }

    List<DeedPart> start(RejoinJob job) {
        List<DeedPart> all = new ArrayList<>();
        all.add(script(job, RewindScripts.isSettled(job), "only if " + job.beside() + " says that it is ready"));
        all.addAll(parts.apply(new Deed.StartClone(job.server())));
        return all;
    }

    List<DeedPart> discard(RejoinJob job) {
        return List.of(script(job, RewindScripts.discard(job), "rm -r " + job.beside()));
    }

    private Outcome run(String what, String phase, RejoinJob job, Command command, Watch watch) {
        return new Copying(watch, new Meter(phase, 0, System::nanoTime), Duration.ZERO, () -> "")
                .run(what, make.tools().shell(make.server(job.server())), command, line -> {}, status -> status == 0);
    }

    private static void progress(Meter meter, String line) {
        Matcher kilobytes = KILOBYTES.matcher(line);
        if (kilobytes.matches()) {
            meter.set(Long.parseLong(kilobytes.group(1)) * 1024, Long.parseLong(kilobytes.group(2)) * 1024);
        } else if (line.startsWith("pg_rewind: ")) {
            meter.name(line);
        }
    }

    private static String mark(RejoinJob job) {
        return (job.major() >= 12 ? "touch standby.signal" : "make sure that there is a recovery.conf") + ", so that any start is read-only";
    }

    private String line(RejoinJob job, String how) {
        return job.server() + ": " + job.tool() + how + " --target-pgdata=" + Quoting.shell(job.directory()) + " --source-server="
                + Quoting.shell(source(job)) + (password().isEmpty() ? "" : ", PGPASSWORD=***");
    }

    private String source(RejoinJob job) {
        Server upstream = make.server(job.upstream());
        String user = login() == Login.SUPERUSER
                ? make.tools().option("handyrep", "postgres_superuser").orElse("postgres")
                : make.tools().option("handyrep", "handyrep_user").orElse("handyrep");
        String options = make.server(job.server()).setting("replication_options").map(o -> " " + o).orElse("");
        return String.join(
                        " ",
                        Quoting.conninfo("host", upstream.hostname()),
                        Quoting.conninfo("port", String.valueOf(upstream.port())),
                        Quoting.conninfo("user", user),
                        Quoting.conninfo("dbname", make.tools().option("handyrep", "handyrep_db").orElse("postgres")),
                        Quoting.conninfo("application_name", job.slot()))
                + options;
    }

    private Login login() {
        return AdminSessions.login(make.tools());
    }

    private Secret password() {
        return make.tools().password(login() == Login.SUPERUSER ? "superuser_pass" : "handyrep_db_pass");
    }

    private Command login(Command command) {
        return password().isEmpty() ? command : command.withSecret("PGPASSWORD", password());
    }

    private DeedPart script(RejoinJob job, Command command, String what) {
        return new DeedPart(
                List.of(job.server() + ": " + what), () -> Acts.perform(make.tools(), new Act.Run(make.server(job.server()), command)));
    }
}
