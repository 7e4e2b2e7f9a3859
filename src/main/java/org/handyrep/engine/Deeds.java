package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Promotion;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.Tools;
import org.handyrep.plugin.cloning.Watch;
import org.handyrep.remote.Quoting;

/// Turns a deed into the parts it is made of, in one place for the preview and for the run.
final class Deeds {

    private final DeedParts make;
    private final Ownership ownership;
    private final PluginMethods methods;
    private final ServerBook book;
    private final FollowDeeds follow;
    private final AroundDeeds around;
    private final WalSalvage salvage;
    private final CloneDeeds clones;
    private final RejoinDeeds rejoins;

    Deeds(Tools tools, AdminSessions sessions, Ownership ownership, PluginMethods methods, ServerBook book, EvidenceFolder evidence) {
        this.make = new DeedParts(tools, sessions, methods);
        this.ownership = ownership;
        this.methods = methods;
        this.book = book;
        this.follow = new FollowDeeds(make, ownership);
        this.around = new AroundDeeds(make, methods);
        this.salvage = new WalSalvage(tools, sessions);
        this.clones = new CloneDeeds(make, deed -> parts(deed, Watch.NOBODY));
        this.rejoins = new RejoinDeeds(make, evidence, deed -> parts(deed, Watch.NOBODY));
    }

    List<String> preview(Deed deed) {
        return parts(deed, Watch.NOBODY).stream().flatMap(part -> part.shown().stream()).toList();
    }

    /// Stops at the first part that fails.
    Outcome perform(Deed deed) {
        return perform(deed, Watch.NOBODY);
    }

    /// @param watch is told how far a deed is that takes long, and can end it
    Outcome perform(Deed deed, Watch watch) {
        List<String> done = new ArrayList<>();
        for (DeedPart part : parts(deed, watch)) {
            Outcome outcome = part.run().get();
            if (!outcome.succeeded()) {
                return outcome;
            }
            done.add(outcome.details());
        }
        return Outcome.success(String.join("; ", done));
    }

    private List<DeedPart> parts(Deed deed, Watch watch) {
        return switch (deed) {
            case Deed.Own own -> List.of(new DeedPart(ownership.preview(own), () -> ownership.acquire(own)));
            case Deed.Service service -> List.of(make.service(server(service.server()), service.mode()));
            case Deed.StopForGood stop -> List.of(stopForGood(server(stop.server())));
            case Deed.Promote promote -> promote(server(promote.server()), promote.major());
            case Deed.Checkpoint checkpoint -> List.of(make.sql(server(checkpoint.server()), "CHECKPOINT"));
            case Deed.Freeze freeze -> follow.freeze(server(freeze.server()), freeze.major());
            case Deed.Thaw thaw -> follow.thaw(server(thaw.server()));
            case Deed.Together together -> List.of(together(together.deeds()));
            case Deed.FastForward forward ->
                follow.fastForward(server(forward.server()), server(forward.source()), forward.major());
            case Deed.EndFastForward end -> follow.endFastForward(server(end.server()), end.major());
            case Deed.Fence fence -> List.of(around.fence(server(fence.server())));
            case Deed.CutOff cut -> List.of(around.cutOff(cut));
            case Deed.LetThrough let -> List.of(around.letThrough(let));
            case Deed.Salvage salvage -> salvage(salvage);
            case Deed.EndSalvage end -> endSalvage(server(end.server()));
            case Deed.CreateSlots create -> create.slots().stream()
                    .map(slot -> follow.createSlot(server(create.server()), slot, create.major()))
                    .toList();
            case Deed.DropSlot drop -> List.of(make.sql(server(drop.server()), SlotSql.drop(drop.slot())));
            case Deed.SetSyncNames sync -> follow.setSyncNames(server(sync.server()), sync.names());
            case Deed.Kill kill -> List.of(make.kill(server(kill.server())));
            case Deed.MarkAsReplica mark -> follow.mark(server(mark.server()), mark.upstream(), mark.major());
            case Deed.LeavePassword leave -> follow.leavePassword(server(leave.server()), server(leave.upstream()), leave.major());
            case Deed.UnmarkAsReplica unmark -> follow.unmark(server(unmark.server()), unmark.major());
            case Deed.Follow to -> follow.follow(server(to.server()), server(to.upstream()), to.major(), to.slot());
            case Deed.ClearInherited clear -> follow.clear(server(clear.server()), clear.major());
            case Deed.ClearTarget clear -> clones.clear(clear);
            case Deed.RestoreTarget restore -> clones.restore(restore.job());
            case Deed.HoldWal hold -> clones.hold(hold);
            case Deed.ReleaseWal release -> clones.release(release);
            case Deed.CopyFiles copy -> clones.copy(copy.job(), watch);
            case Deed.MakeReplica replica -> clones.makeReplica(replica.job());
            case Deed.StartClone start -> clones.start(server(start.server()));
            case Deed.StopClone stop -> clones.stop(server(stop.server()));
            case Deed.DiscardOld discard -> clones.discard(discard.job());
            case Deed.SaveEvidence save -> rejoins.save(save, watch);
            case Deed.KeepConfiguration keep -> rejoins.keep(keep);
            case Deed.RestoreConfiguration restore -> rejoins.restore(restore.job());
            case Deed.RecoverCrashed recover -> rejoins.recover(recover.job(), watch);
            case Deed.RehearseRewind rehearse -> rejoins.rehearse(rehearse.job(), watch);
            case Deed.Rewind rewind -> rejoins.rewind(rewind.job(), watch);
            case Deed.SettleRejoined settle -> rejoins.settle(settle.job());
            case Deed.StartRejoined start -> rejoins.start(start.job());
            case Deed.DiscardKept discard -> rejoins.discard(discard.job());
            case Deed.Hold hold -> List.of(around.hold(hold));
            case Deed.Release release -> List.of(around.release(release));
            case Deed.PrepareRoute prepare -> around.prepare(prepare);
            case Deed.Route route -> List.of(around.route(route));
            case Deed.InitProxy init -> List.of(around.init(init));
            case Deed.Archiving archiving -> List.of(around.archiving(archiving));
            case Deed.PlaceArchiveScript place -> List.of(around.placeArchiveScript(server(place.server())));
            case Deed.CleanUpArchive cleanUp -> List.of(around.cleanUp());
            case Deed.Extra extra -> List.of(around.extra(extra));
            case Deed.Assign assign -> List.of(new DeedPart(shown(assign), () -> book.assign(assign.assignments())));
        };
    }

    private List<DeedPart> promote(Server server, int major) {
        List<DeedPart> parts = new ArrayList<>();
        Promotion method = methods.promotion(server);
        List<String> shown = make.previews(method.acts(server));
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

    /// A server that has a rival must stop, however long its sessions and its archiver would take.
    private DeedPart stopForGood(Server server) {
        List<DeedPart> ways = List.of(
                make.service(server, RunMode.STOP),
                make.service(server, RunMode.FASTSTOP),
                make.kill(server));
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

    private DeedPart together(List<Deed> deeds) {
        return new DeedPart(
                deeds.stream().flatMap(deed -> preview(deed).stream()).toList(),
                () -> AllAtOnce.perform(deeds, this::perform));
    }

    /// One that was brought up to another still streams from that, and looks into no archive while it does.
    private List<DeedPart> salvage(Deed.Salvage deed) {
        Server to = server(deed.to());
        return List.of(
                new DeedPart(
                        List.of(deed.from() + " → " + to.name() + ": copy the WAL that " + to.name() + " lacks from pg_wal to "
                                + NodeScripts.SALVAGE + " in " + DeedParts.pgdata(to) + ", checked by SHA-256"),
                        () -> salvage.copy(server(deed.from()), to, deed.timeline(), deed.segment())),
                make.sql(to, "ALTER SYSTEM SET restore_command = " + Quoting.literal(NodeScripts.RESTORE_COMMAND)),
                make.sql(to, "ALTER SYSTEM SET primary_conninfo = ''"),
                make.reload(to));
    }

    private List<DeedPart> endSalvage(Server server) {
        return List.of(
                make.sql(server, "ALTER SYSTEM RESET restore_command"),
                make.reload(server),
                make.script(server, NodeScripts.endSalvage(DeedParts.pgdata(server)), "rm -r " + NodeScripts.SALVAGE + " in "));
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
        return make.server(name);
    }
}
