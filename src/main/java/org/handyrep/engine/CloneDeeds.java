package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.ArchiveScript;
import org.handyrep.plugin.Cloning;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.PlaceScripts;
import org.handyrep.plugin.cloning.RejoinFolder;
import org.handyrep.plugin.cloning.SessionSlot;
import org.handyrep.plugin.cloning.TargetProof;
import org.handyrep.plugin.cloning.Watch;
import org.handyrep.remote.Quoting;

/// The deeds of a clone.
///
/// @param parts of another deed, `Deeds`' own
record CloneDeeds(DeedParts make, Function<Deed, List<DeedPart>> parts) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUICK = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 20;
    private static final String CONFIGURATION = ", except postgresql.conf, pg_hba.conf and pg_ident.conf, which are copied to " + CloneJob.OLD + " before";

    List<DeedPart> clear(Deed.ClearTarget clear) {
        CloneJob job = clear.job();
        boolean left = clear.expect().contents().equals("marked");
        String what = left
                ? "rm -rf what that clone brought" + (clear.aside() ? ", keeping what it set aside in " + CloneJob.OLD : " and set aside" + CONFIGURATION)
                : clear.aside() ? "move what is in it to " + CloneJob.OLD : "rm -rf what is in it" + CONFIGURATION;
        String others = job.places().size() == 1 ? "" : ", nothing else is in the directories of WAL and tablespaces";
        return List.of(script(
                make.server(job.target()), PlaceScripts.clear(job, clear.expect(), clear.aside()),
                String.join(", ", job.places()) + ": if nothing runs there and " + proof(clear.expect()) + others + ": mark it with " + CloneJob.MARKER + ", " + what + ", mkdir " + CloneJob.NEW));
    }

    private static String proof(TargetProof.Expect expect) {
        return switch (expect.contents()) {
            case "empty" -> "it is still empty";
            case "marked" -> "it still bears the mark of a clone that did not end and holds no whole database";
            default -> "its control file still begins with " + expect.contents();
        };
    }

    List<DeedPart> restore(CloneJob job) {
        return List.of(script(
                make.server(job.target()), PlaceScripts.restore(job),
                String.join(", ", job.places()) + ": rm -rf what the clone brought, unless it was promoted; move what is in " + CloneJob.OLD + " back"));
    }

    /// An interrupted operation may have left a session that the server does not know to be gone: what that holds goes soon.
    List<DeedPart> hold(Deed.HoldWal hold) {
        SessionSlot slot = new SessionSlot(hold.slot(), hold.major());
        Server upstream = make.server(hold.upstream());
        List<String> shown = new ArrayList<>(List.of(upstream.name() + ": " + slot.create()));
        if (hold.major() >= 10) {
            shown.add(upstream.name() + ": " + slot.end() + ", if another session of HandyRep holds it still");
        }
        return List.of(new DeedPart(shown, () -> slot.take(session(upstream))
                .map(why -> Outcome.failure(upstream.name() + ": " + why))
                .orElseGet(() -> Outcome.success(upstream.name() + " keeps WAL for the slot " + hold.slot()))));
    }

    private Function<String, SqlResult> session(Server server) {
        return statement -> make.sessions().run(server, PATIENCE, statement);
    }

    /// A session that was given up because the server answered late may hold the slot still; it is ended first.
    List<DeedPart> release(Deed.ReleaseWal release) {
        String slot = Quoting.literal(release.slot());
        String drop = "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = " + slot
                + " AND (NOT active OR active_pid = pg_backend_pid())";
        String end = "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = " + slot + " AND active_pid <> pg_backend_pid()";
        Server upstream = make.server(release.upstream());
        return List.of(new DeedPart(
                List.of(upstream.name() + ": " + drop, upstream.name() + ": " + end + ", if another session of HandyRep holds it still"),
                () -> released(upstream, slot, drop, end)));
    }

    private Outcome released(Server upstream, String slot, String drop, String end) {
        SqlResult last = make.sessions().run(upstream, PATIENCE, drop);
        for (int attempt = 0; attempt < ATTEMPTS && last instanceof SqlResult.Rows; attempt++) {
            last = make.sessions().run(upstream, PATIENCE, "SELECT 1 FROM pg_replication_slots WHERE slot_name = " + slot);
            if (last instanceof SqlResult.Rows left && left.rows().isEmpty()) {
                return Outcome.success(upstream.name() + " has no slot " + slot + " any more");
            }
            last = make.sessions().run(upstream, PATIENCE, end);
            last = last instanceof SqlResult.Rows ? make.sessions().run(upstream, PATIENCE, "SELECT pg_sleep(0.2)") : last;
            last = last instanceof SqlResult.Rows ? make.sessions().run(upstream, PATIENCE, drop) : last;
        }
        return Outcome.failure(last instanceof SqlResult.Failed failed
                ? upstream.name() + ": " + failed.problem().message()
                : upstream.name() + ": the slot " + slot + " is still held");
    }

    List<DeedPart> copy(CloneJob job, Watch watch) {
        Server target = make.server(job.target());
        Server source = make.server(job.source());
        Cloning method = make.methods().cloning(target);
        boolean keeps = method.goesOn();
        return List.of(
                script(target, PlaceScripts.ready(job, keeps), "end what an interrupted copy left at work in " + CloneJob.NEW + " of "
                        + String.join(", ", job.places()) + (keeps ? "" : ", and empty that")),
                new DeedPart(method.shown(job, target, source), () -> method.obstacle(job).map(Outcome::failure).orElseGet(() -> {
                    try (SlotCare care = SlotCare.begin(watch, job.upstream(), new SessionSlot(job.slot("clone"), job.major()), session(make.server(job.upstream())))) {
                        return care.told(method.copy(job, target, source, care));
                    }
                })));
    }

    List<DeedPart> makeReplica(CloneJob job) {
        Server target = make.server(job.target());
        List<DeedPart> all = new ArrayList<>();
        String settings = settings(job, target);
        all.add(new KeptWal(make, job, (settings + archive()).contains("restore_command")).part());
        all.add(script(target, PlaceScripts.install(job, true),
                "remove what of HandyRep came from " + job.source() + ", move all from " + CloneJob.NEW + " up in " + String.join(", ", job.places()) + ", keeping the configuration files that were there"
                        + job.wal().map(wal -> ", link " + job.walFolder() + " to " + wal).orElse("")
                        + (job.tablespaces().isEmpty() ? "" : ", link the tablespaces")));
        all.add(script(target, NodeScripts.cleanSettings(job.directory(), settings),
                "remove what it inherited as a replica from postgresql.auto.conf, and recovery.signal, recovery.conf"
                        + (settings.isEmpty() ? "" : "; add " + settings.strip().replace("\n", ", "))));
        all.addAll(parts.apply(new Deed.LeavePassword(job.target(), job.upstream(), job.major())));
        all.addAll(parts.apply(new Deed.MarkAsReplica(job.target(), job.upstream(), job.major())));
        return all;
    }

    /// Lines for postgresql.auto.conf: where the target differs from the source, and how it reads the archive.
    private String settings(CloneJob job, Server target) {
        StringBuilder lines = new StringBuilder();
        if (target.port() != make.server(job.source()).port()) {
            lines.append("port = ").append(target.port()).append('\n');
        }
        for (String parameter : target.setting("clone_parameters").orElse("").split(",", -1)) {
            int equals = parameter.indexOf('=');
            if (equals > 0 && parameter.substring(0, equals).strip().matches("[A-Za-z_][A-Za-z0-9_.]*")) {
                lines.append(parameter.substring(0, equals).strip()).append(" = ")
                        .append(Quoting.confLiteral(parameter.substring(equals + 1).strip())).append('\n');
            }
        }
        if (job.major() >= 12 && !archive().isBlank()) {
            lines.append(archive().strip()).append('\n');
        }
        return lines.toString();
    }

    private String archive() {
        return make.methods().archiveScript().map(ArchiveScript::recoveryline).orElse("");
    }

    /// A server that replays for long outlasts the patience of whoever starts it.
    List<DeedPart> start(Server server) {
        return parts.apply(new Deed.Service(server.name(), RunMode.START)).stream()
                .map(part -> new DeedPart(part.shown(), () -> {
                    Outcome started = part.run().get();
                    return !started.succeeded() && runs(server) ? Outcome.success(server.name() + " runs, and does not take sessions yet") : started;
                }))
                .toList();
    }

    /// A replica may have been promoted since its clone was interrupted: a primary is not stopped.
    List<DeedPart> stop(Server server) {
        List<DeedPart> all = new ArrayList<>();
        all.add(new DeedPart(List.of(server.name() + ": make sure that it is no primary"), () -> leads(server)
                ? Outcome.failure(server.name() + " was promoted since and takes writes: it is not stopped")
                : Outcome.success(server.name() + " is no primary")));
        for (DeedPart part : parts.apply(new Deed.StopForGood(server.name()))) {
            all.add(new DeedPart(part.shown(), () -> runs(server) ? part.run().get() : Outcome.success(server.name() + " does not run")));
        }
        return all;
    }

    /// By its answer; by its control file where it does not take sessions.
    private boolean leads(Server server) {
        return switch (make.sessions().run(server, QUICK, "SELECT pg_is_in_recovery() AS replica")) {
            case SqlResult.Rows rows -> !rows.only().isTrue("replica");
            case SqlResult.Failed failed ->
                look(server) instanceof HostState.Answers host && host.running() && host.controlState().equals("in production");
        };
    }

    private boolean runs(Server server) {
        return look(server) instanceof HostState.Answers host && host.running();
    }

    private HostState look(Server server) {
        return HostProbe.look(make.tools().shell(server), server);
    }

    List<DeedPart> discard(CloneJob job) {
        return List.of(script(
                make.server(job.target()), PlaceScripts.discard(job),
                String.join(", ", job.places()) + ": rm -rf " + CloneJob.OLD + ", rm " + CloneJob.MARKER
                        + "; rm -rf " + RejoinFolder.name(job.target()) + " beside the data directory, if a rejoin left it"));
    }

    private DeedPart script(Server server, Command command, String what) {
        return new DeedPart(List.of(server.name() + ": " + what), () -> Acts.perform(make.tools(), new Act.Run(server, command)));
    }
}
