package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Promotion;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.Tools;
import org.handyrep.remote.Quoting;

/// Turns a deed into the parts it is made of, in one place for the preview and for the run.
final class Deeds {

    private final Tools tools;
    private final AdminSessions sessions;
    private final Ownership ownership;
    private final PluginMethods methods;
    private final ServerBook book;
    private final AroundDeeds around;
    private final WalSalvage salvage;

    Deeds(Tools tools, AdminSessions sessions, Ownership ownership, PluginMethods methods, ServerBook book) {
        this.tools = tools;
        this.sessions = sessions;
        this.ownership = ownership;
        this.methods = methods;
        this.book = book;
        this.around = new AroundDeeds(tools, methods);
        this.salvage = new WalSalvage(tools, sessions);
    }

    List<String> preview(Deed deed) {
        return parts(deed).stream().flatMap(part -> part.shown().stream()).toList();
    }

    /// Stops at the first part that fails.
    Outcome perform(Deed deed) {
        List<String> done = new ArrayList<>();
        for (DeedPart part : parts(deed)) {
            Outcome outcome = part.run().get();
            if (!outcome.succeeded()) {
                return outcome;
            }
            done.add(outcome.details());
        }
        return Outcome.success(String.join("; ", done));
    }

    private List<DeedPart> parts(Deed deed) {
        return switch (deed) {
            case Deed.Own own -> List.of(new DeedPart(ownership.preview(own), () -> ownership.acquire(own)));
            case Deed.Service service -> List.of(service(server(service.server()), service.mode()));
            case Deed.StopForGood stop -> List.of(stopForGood(server(stop.server())));
            case Deed.Promote promote -> promote(server(promote.server()), promote.major());
            case Deed.Checkpoint checkpoint -> List.of(sql(server(checkpoint.server()), "CHECKPOINT"));
            case Deed.Freeze freeze -> freeze(server(freeze.server()), freeze.major());
            case Deed.Thaw thaw -> {
                Server server = server(thaw.server());
                yield List.of(restore(server), reload(server));
            }
            case Deed.Together together -> List.of(together(together.deeds()));
            case Deed.FastForward forward ->
                fastForward(server(forward.server()), server(forward.source()), forward.major());
            case Deed.EndFastForward end -> endFastForward(server(end.server()), end.major());
            case Deed.Fence fence -> List.of(around.fence(server(fence.server())));
            case Deed.CutOff cut -> List.of(around.cutOff(cut));
            case Deed.LetThrough let -> List.of(around.letThrough(let));
            case Deed.Salvage salvage -> salvage(salvage);
            case Deed.EndSalvage end -> endSalvage(server(end.server()));
            case Deed.CreateSlots create -> create.slots().stream()
                    .map(slot -> createSlot(server(create.server()), slot, create.major()))
                    .toList();
            case Deed.DropSlot drop -> List.of(sql(server(drop.server()), SlotSql.drop(drop.slot())));
            case Deed.SetSyncNames sync -> {
                Server server = server(sync.server());
                String change = sync.names()
                        .map(names -> "SET synchronous_standby_names = " + Quoting.literal(names))
                        .orElse("RESET synchronous_standby_names");
                yield List.of(sql(server, "ALTER SYSTEM " + change), reload(server));
            }
            case Deed.Kill kill -> {
                Server server = server(kill.server());
                yield List.of(script(server, NodeScripts.kill(pgdata(server)), "kill -9 every postgres process of "));
            }
            case Deed.MarkAsReplica mark -> mark(server(mark.server()), mark.upstream(), mark.major());
            case Deed.LeavePassword leave -> Conninfo.of(tools, server(leave.server()), server(leave.upstream()), leave.major())
                    .passwordFile()
                    .map(file -> List.of(act(file)))
                    .orElse(List.of());
            case Deed.UnmarkAsReplica unmark -> {
                Server server = server(unmark.server());
                String file = unmark.major() >= 12 ? "standby.signal" : "recovery.conf";
                yield List.of(script(server, NodeScripts.unmark(pgdata(server), file), "rm -f " + file + " in "));
            }
            case Deed.Follow follow ->
                follow(server(follow.server()), server(follow.upstream()), follow.major(), follow.slot());
            case Deed.ClearInherited clear -> clear(server(clear.server()), clear.major());
            case Deed.Hold hold -> List.of(around.hold(hold));
            case Deed.Release release -> List.of(around.release(release));
            case Deed.PrepareRoute prepare -> around.prepare(prepare);
            case Deed.Route route -> List.of(around.route(route));
            case Deed.InitProxy init -> List.of(around.init(init));
            case Deed.Archiving archiving -> List.of(around.archiving(archiving));
            case Deed.CleanUpArchive cleanUp -> List.of(around.cleanUp());
            case Deed.Extra extra -> List.of(around.extra(extra));
            case Deed.Assign assign -> List.of(new DeedPart(shown(assign), () -> book.assign(assign.assignments())));
        };
    }

    private List<DeedPart> promote(Server server, int major) {
        List<DeedPart> parts = new ArrayList<>();
        Promotion method = methods.promotion(server);
        List<String> shown = previews(method.acts(server));
        if (major >= 12 && method.onlyPromotes()) {
            String inSession = server.name() + ": SELECT pg_promote(false), if this session holds the lock of " + server.name();
            parts.add(new DeedPart(
                    Stream.concat(Stream.of(inSession), shown.stream().map(line -> line + "   (where pg_promote is not permitted)")).toList(),
                    () -> promoteInSession(server, method)));
        } else {
            parts.add(new DeedPart(shown, () -> method.run(server)));
        }
        if (major >= 12) {
            String again = server.name() + ": SELECT pg_promote(false), again every 20 ms until it is out of recovery";
            parts.add(new DeedPart(List.of(again), () -> Outcome.success(server.name() + " was told to leave recovery")));
        }
        return parts;
    }

    private Outcome promoteInSession(Server server, Promotion method) {
        return switch (ownership.promote(server)) {
            case ASKED -> Outcome.success(server.name() + " was told to leave recovery");
            case NOT_HELD -> Refused.mark(Outcome.failure("this console holds the lock of " + server.name() + " no more: nobody is promoted"));
            case REFUSED -> method.run(server);
            case UNKNOWN -> Outcome.failure(server.name() + " did not answer the request to promote");
        };
    }

    private DeedPart service(Server server, RunMode mode) {
        return new DeedPart(
                previews(methods.restart(server).acts(server, mode)), () -> methods.restart(server).run(server, mode));
    }

    /// The lock of the operation ends with the session that holds it.
    private List<DeedPart> restart(Server server) {
        return List.of(
                service(server, RunMode.RESTART),
                new DeedPart(List.of(server.name() + ": take the lock again that its restart ended"), () -> ownership.retake(server)));
    }

    /// A server that has a rival must stop, however long its sessions and its archiver would take.
    private DeedPart stopForGood(Server server) {
        List<DeedPart> ways = List.of(
                service(server, RunMode.STOP),
                service(server, RunMode.FASTSTOP),
                script(server, NodeScripts.kill(pgdata(server)), "kill -9 every postgres process of "));
        List<String> shown = new ArrayList<>(ways.getFirst().shown());
        ways.stream().skip(1).flatMap(way -> way.shown().stream()).forEach(line -> shown.add("if it still runs, " + line));
        return new DeedPart(shown, () -> {
            Outcome last = Outcome.failure("");
            for (DeedPart way : ways) {
                last = way.run().get();
                if (last.succeeded()) {
                    return last;
                }
            }
            return last;
        });
    }

    private List<DeedPart> freeze(Server server, int major) {
        List<DeedPart> parts = new ArrayList<>();
        String sign = major >= 13 ? "primary_conninfo = ''" : "wal_retrieve_retry_interval = '1h'";
        parts.add(script(
                server, NodeScripts.keepSettings(pgdata(server), sign), "keep a copy of postgresql.auto.conf in "));
        if (major >= 13) {
            parts.add(sql(server, "ALTER SYSTEM SET primary_conninfo = ''"));
            parts.add(reload(server));
        } else {
            parts.add(sql(server, "ALTER SYSTEM SET wal_retrieve_retry_interval = '1h'"));
            parts.add(reload(server));
            parts.add(script(server, NodeScripts.endReceiver(pgdata(server)), "kill -TERM the WAL receiver of "));
        }
        return parts;
    }

    private DeedPart together(List<Deed> deeds) {
        return new DeedPart(
                deeds.stream().flatMap(deed -> preview(deed).stream()).toList(),
                () -> AllAtOnce.perform(deeds, this::perform));
    }

    /// The settings are kept by [Deed.Freeze]. The slot of the old upstream is not there on the source.
    private List<DeedPart> fastForward(Server server, Server source, int major) {
        List<DeedPart> parts = new ArrayList<>();
        if (major < 12) {
            parts.add(script(server, NodeScripts.keepRecoveryConf(pgdata(server)), "keep a copy of recovery.conf in "));
            parts.add(recoveryConf(server, source, major));
        } else {
            parts.addAll(pointAt(server, source, major));
            parts.add(sql(server, "ALTER SYSTEM SET primary_slot_name = ''"));
        }
        if (major >= 13) {
            parts.add(reload(server));
        } else {
            parts.add(sql(server, "ALTER SYSTEM RESET wal_retrieve_retry_interval"));
            parts.addAll(restart(server));
        }
        return parts;
    }

    private List<DeedPart> endFastForward(Server server, int major) {
        return major >= 13
                ? List.of(sql(server, "ALTER SYSTEM SET primary_conninfo = ''"), reload(server))
                : Stream.concat(Stream.of(restore(server)), restart(server).stream()).toList();
    }

    private List<DeedPart> follow(Server server, Server upstream, int major, Optional<String> slot) {
        List<DeedPart> parts = new ArrayList<>();
        slot.ifPresent(name -> parts.add(createSlot(upstream, name, major)));
        parts.add(restore(server));
        if (major >= 12) {
            parts.addAll(pointAt(server, upstream, major));
        } else {
            parts.add(recoveryConf(server, upstream, major));
        }
        parts.addAll(major >= 13 ? List.of(reload(server)) : restart(server));
        return parts;
    }

    private DeedPart createSlot(Server upstream, String slot, int major) {
        return sql(upstream, SlotSql.create(slot, major));
    }

    private List<DeedPart> pointAt(Server server, Server upstream, int major) {
        Conninfo conninfo = Conninfo.of(tools, server, upstream, major);
        List<DeedPart> parts = new ArrayList<>();
        conninfo.passwordFile().ifPresent(file -> parts.add(act(file)));
        parts.add(sql(server, "ALTER SYSTEM SET primary_conninfo = " + Quoting.literal(conninfo.text())));
        return parts;
    }

    private DeedPart recoveryConf(Server server, Server upstream, int major) {
        Conninfo conninfo = Conninfo.of(tools, server, upstream, major);
        String path = server.setting("replica_conf").orElse(pgdata(server) + "/recovery.conf");
        String archive = methods.archiveScript().map(plugin -> plugin.recoveryline()).orElse("");
        String shown = server.name() + ": write " + path + " (primary_conninfo = " + Quoting.literal(conninfo.shown())
                + ", recovery_target_timeline = 'latest'" + (archive.isEmpty() ? "" : ", " + archive.replace("\n", ", ")) + ")";
        return new DeedPart(List.of(shown), () -> switch (RecoveryConf.text(tools, server, conninfo, archive)) {
            case Outcome.Success text ->
                Acts.perform(tools, new Act.Push(server, path, text.details(), RunAs.POSTGRES, "0600"));
            case Outcome.Failure failure -> failure;
        });
    }

    private List<DeedPart> mark(Server server, String upstream, int major) {
        if (major < 12) {
            return List.of(
                    script(server, NodeScripts.isStopped(pgdata(server)), "make sure that nothing runs in "),
                    recoveryConf(server, upstream.isEmpty() ? server : server(upstream), major));
        }
        List<DeedPart> parts = new ArrayList<>();
        StringBuilder settings = new StringBuilder();
        String shown = "touch standby.signal in ";
        if (!upstream.isEmpty()) {
            Conninfo conninfo = Conninfo.of(tools, server, server(upstream), major);
            settings.append("primary_conninfo = ").append(Quoting.confLiteral(conninfo.text())).append('\n');
            settings.append("primary_slot_name = ''\n");
            settings.append("recovery_target_timeline = 'latest'\n");
            shown = "write primary_conninfo = " + Quoting.confLiteral(conninfo.shown())
                    + " to postgresql.auto.conf, touch standby.signal in ";
        }
        parts.add(script(server, NodeScripts.mark(pgdata(server), settings.toString()), shown));
        return parts;
    }

    private List<DeedPart> clear(Server server, int major) {
        List<DeedPart> parts = new ArrayList<>();
        parts.add(restore(server));
        if (major >= 12) {
            parts.add(sql(server, "ALTER SYSTEM RESET primary_conninfo"));
            parts.add(sql(server, "ALTER SYSTEM RESET primary_slot_name"));
        }
        parts.add(reload(server));
        return parts;
    }

    private DeedPart restore(Server server) {
        return script(
                server, NodeScripts.restoreSettings(pgdata(server)), "restore a kept postgresql.auto.conf, if any, in ");
    }

    /// One that was brought up to another still streams from that, and looks into no archive while it does.
    private List<DeedPart> salvage(Deed.Salvage deed) {
        Server to = server(deed.to());
        return List.of(
                new DeedPart(
                        List.of(deed.from() + " → " + to.name() + ": copy the WAL that " + to.name() + " lacks from pg_wal to "
                                + NodeScripts.SALVAGE + " in " + pgdata(to) + ", checked by SHA-256"),
                        () -> salvage.copy(server(deed.from()), to, deed.timeline(), deed.segment())),
                sql(to, "ALTER SYSTEM SET restore_command = " + Quoting.literal(NodeScripts.RESTORE_COMMAND)),
                sql(to, "ALTER SYSTEM SET primary_conninfo = ''"),
                reload(to));
    }

    private List<DeedPart> endSalvage(Server server) {
        return List.of(
                sql(server, "ALTER SYSTEM RESET restore_command"),
                reload(server),
                script(server, NodeScripts.endSalvage(pgdata(server)), "rm -r " + NodeScripts.SALVAGE + " in "));
    }

    private DeedPart reload(Server server) {
        return sql(server, "SELECT pg_reload_conf()");
    }

    private DeedPart act(Act act) {
        return new DeedPart(List.of(Acts.preview(tools, act)), () -> Acts.perform(tools, act));
    }

    private DeedPart sql(Server server, String statement) {
        return statement(new Act.Statement(server, AdminSessions.login(tools), statement));
    }

    private DeedPart statement(Act.Statement statement) {
        return new DeedPart(List.of(Acts.preview(tools, statement)), () -> sessions.perform(statement));
    }

    /// @param what says in words what the script does; the script itself would hide it
    private DeedPart script(Server server, Command command, String what) {
        return new DeedPart(
                List.of(server.name() + ": " + what + pgdata(server)),
                () -> Acts.perform(tools, new Act.Run(server, command)));
    }

    private List<String> previews(List<Act> acts) {
        return acts.stream().map(act -> Acts.preview(tools, act)).toList();
    }

    private static List<String> shown(Deed.Assign assign) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Deed.Assignment> e : new TreeMap<>(assign.assignments()).entrySet()) {
            lines.add("servers.save: " + e.getKey() + " role=" + e.getValue().role()
                    + (e.getValue().enabled() ? " enabled=True" : " enabled=False"));
        }
        return lines;
    }

    private Server server(String name) {
        return tools.servers().stream()
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no server " + name));
    }

    private static String pgdata(Server server) {
        return server.setting("pgdata").orElse("");
    }
}
