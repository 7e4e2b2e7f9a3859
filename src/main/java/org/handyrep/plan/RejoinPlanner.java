package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Request.Rejoin.How;
import org.handyrep.plan.step.ConfirmStreams;
import org.handyrep.plan.step.DiscardKept;
import org.handyrep.plan.step.HoldWal;
import org.handyrep.plan.step.KeepConfiguration;
import org.handyrep.plan.step.PlaceArchiveScript;
import org.handyrep.plan.step.PutIntoService;
import org.handyrep.plan.step.RecoverCrashed;
import org.handyrep.plan.step.RehearseRewind;
import org.handyrep.plan.step.ReleaseWal;
import org.handyrep.plan.step.RewindServer;
import org.handyrep.plan.step.SaveEvidence;
import org.handyrep.plan.step.SettleRejoined;
import org.handyrep.plan.step.StartRejoined;
import org.handyrep.plan.step.StopTarget;
import org.handyrep.plan.step.TakeOut;
import org.handyrep.plugin.RunMode;

/// `rejoin`: an old primary, or a replica that left the history, becomes a replica of the primary again: by following it where nothing diverged, else by `pg_rewind`.
///
/// Order: [own the cluster] → out of service → evidence → stop → keep the configuration, mark → recover from a crash → hold WAL → rehearse → rewind → settings → start →
/// streams? → roles → [archive script] → slot.
public final class RejoinPlanner {

    private RejoinPlanner() {}

    static Decision plan(Situation situation, Request.Rejoin request) {
        Optional<String> obstacle = obstacle(situation, request.server());
        if (obstacle.isPresent()) {
            return new Refusal(obstacle.get());
        }
        if (request.how() == How.RECLONE) {
            return ClonePlanner.plan(situation, new Request.Clone(request.server(), Optional.empty(), true));
        }
        if (situation.rejoinLook().isEmpty()) {
            return new Refusal(request.server() + " was not looked at for a rejoin");
        }
        RejoinLook look = situation.rejoinLook().get();
        if (look.data().isEmpty()) {
            return new Refusal("the data directory of " + request.server() + " could not be looked at: " + look.why());
        }
        if (look.state() instanceof ServerState.Primary) {
            return new Refusal(request.server() + " takes writes: isolate it first");
        }
        OldData data = look.data().get();
        ServerState.Primary primary = (ServerState.Primary) situation.snapshot().configuredPrimary().orElseThrow().state();
        List<Check> checks = new RejoinChecks(look, data).of(situation, primary, request.how()).list();
        return checks.stream().anyMatch(c -> c.level() == Check.Level.STOP)
                ? new Refusal(request.server() + " cannot " + (look.isDiverged() ? "be rewound" : "follow " + look.job().upstream())
                        + " now; rejoin with how=reclone clones it again", checks, Optional.of(clone(request.server())))
                : plan(situation, look, data, primary.facts(), checks);
    }

    private static Refusal.Instead clone(String server) {
        return new Refusal.Instead("Clone " + server + " again…", new Request.Clone(server, Optional.empty(), true));
    }

    /// Why a server cannot be rejoined, from what was seen of it alone; empty when it may be worth a look.
    public static Optional<String> obstacle(Situation situation, String server) {
        Optional<Observation> seen = situation.find(server).filter(o -> o.server().role().isPostgres());
        Optional<Observation> primary = situation.snapshot().configuredPrimary();
        if (seen.isEmpty()) {
            return Optional.of("there is no PostgreSQL server " + server);
        }
        if (primary.isEmpty()) {
            return Optional.of("there is not exactly one enabled master that " + server + " could follow");
        }
        if (primary.get().name().equals(server)) {
            return Optional.of(server + " is the configured primary");
        }
        if (!(primary.get().state() instanceof ServerState.Primary)) {
            return Optional.of(primary.get().name() + ", which it would follow, is not a primary in session");
        }
        return switch (seen.get().state()) {
            case ServerState.Primary p -> Optional.of(server + " takes writes: isolate it first, so that nobody writes to it any more");
            case ServerState.Replica r when r.isStreaming() -> Optional.of(server + " is a replica and streams: there is nothing to rejoin"
                    + (seen.get().server().enabled() ? "" : ". Enable it"));
            case ServerState.Replica r -> RejoinChecks.host(seen.get().host());
            case ServerState.Rejecting r -> Optional.of(server + " answers but takes no session: " + r.problem().message());
            case ServerState.Unreachable u -> RejoinChecks.host(seen.get().host());
            case ServerState.NotPolled n -> RejoinChecks.host(seen.get().host());
        };
    }

    private static Plan plan(Situation situation, RejoinLook look, OldData data, Facts facts, List<Check> checks) {
        RejoinJob job = look.job();
        String name = job.server();
        boolean rewind = look.isDiverged();
        boolean stops = !data.running().isEmpty();
        Observation seen = situation.find(name).orElseThrow();
        List<Step> steps = new ArrayList<>();
        String role = seen.server().role().name();
        if (seen.server().enabled()) {
            Deed.Assign out = new Deed.Assign(Map.of(name, new Deed.Assignment(role, false)));
            steps.add(new TakeOut(name, role, true, situation.previewOf(out)));
        }
        look.worthSaving().ifPresent(save -> steps.add(new SaveEvidence(save, situation.previewOf(save))));
        if (stops) {
            steps.add(new StopTarget(name, true, situation.previewOf(new Deed.Service(name, RunMode.STOP))));
        }
        boolean anew = rewind && data.isRewound();
        steps.add(new KeepConfiguration(job, anew, situation.previewOf(new Deed.KeepConfiguration(job, anew))));
        if (rewind && !stops && !data.control().isShutDown()) {
            steps.add(new RecoverCrashed(job, situation.previewOf(new Deed.RecoverCrashed(job))));
        }
        Deed.HoldWal hold = new Deed.HoldWal(job.upstream(), job.slot(), job.major());
        steps.add(new HoldWal(job.upstream(), job.slot(), job.major(), situation.previewOf(hold)));
        if (rewind) {
            steps.add(new RehearseRewind(job, situation.previewOf(new Deed.RehearseRewind(job))));
            steps.add(new RewindServer(job, facts.systemIdentifier(), situation.previewOf(new Deed.Rewind(job))));
        }
        steps.add(new SettleRejoined(job, situation.previewOf(new Deed.SettleRejoined(job))));
        steps.add(new StartRejoined(job, situation.previewOf(new Deed.StartRejoined(job))));
        steps.add(new ConfirmStreams(name, job.upstream(), List.of(name + ": SELECT … FROM pg_stat_wal_receiver, until it streams from "
                + job.upstream() + " on its timeline")));
        steps.add(new PutIntoService(name, job.upstream(), situation.previewOf(PutIntoService.deed(name))));
        PlaceArchiveScript.of(situation, name).ifPresent(steps::add);
        Deed release = new Deed.ReleaseWal(job.upstream(), job.slot());
        steps.add(new ReleaseWal(job.upstream(), job.slot(), situation.previewOf(release)));
        steps.add(new DiscardKept(job, situation.previewOf(new Deed.DiscardKept(job))));
        return new Plan(
                "rejoin",
                (rewind ? "Rewind " : "Rejoin ") + name + " to " + job.upstream(),
                reason(look, rewind),
                checks,
                steps,
                new Plan.Impact(
                        rewind ? "Rewind " + name : "Let " + name + " follow " + job.upstream(),
                        rewind ? Optional.of(name) : Optional.empty(),
                        "none for the clients of the primary" + (stops ? "; the readers of " + name + " are disconnected" : ""),
                        rewind ? lost(look) + " on " + name + " after " + look.fork().orElseThrow() + "; saved before in " + look.evidence()
                                : "nothing: " + name + " has nothing that " + job.upstream() + " does not have",
                        rewind
                                ? "everything before pg_rewind; from then on the data directory of " + name
                                        + " is not usable until that has ended, and if it fails, until " + name + " is cloned again"
                                : "everything until it streams",
                        List.of()));
    }

    private static String reason(RejoinLook look, boolean rewind) {
        String name = look.job().server();
        String primary = look.job().upstream();
        return rewind
                ? name + " and " + primary + " part at " + look.fork().orElseThrow() + ". " + name + " gives up what it wrote after that ("
                        + lost(look) + ") and becomes a replica of " + primary + "."
                : "Nothing diverged: " + name + " can follow " + primary + " as it is.";
    }

    static String lost(RejoinLook look) {
        return RejoinChecks.amount(look.bytesLost(), look.commitsLost());
    }
}
