package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.ClearTarget;
import org.handyrep.plan.step.ConfirmStreams;
import org.handyrep.plan.step.CopyFiles;
import org.handyrep.plan.step.DiscardOld;
import org.handyrep.plan.step.HoldWal;
import org.handyrep.plan.step.MakeReplica;
import org.handyrep.plan.step.PlaceArchiveScript;
import org.handyrep.plan.step.ReleaseWal;
import org.handyrep.plan.step.StartClone;
import org.handyrep.plan.step.StopTarget;
import org.handyrep.plan.step.TakeOut;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.CloneLook;
import org.handyrep.plugin.cloning.TargetProof;
import org.handyrep.plugin.cloning.TargetProof.Contents;

/// `clone`: makes a replica from a copy of another server. It follows the primary, whoever is copied.
public final class ClonePlanner {

    /// The name of the check that warns of a target that may have what nobody else has.
    public static final String OLD_PRIMARY = "old primary";

    private ClonePlanner() {}

    static Decision plan(Situation situation, Request.Clone request) {
        Optional<String> obstacle = obstacle(situation.snapshot(), request);
        if (obstacle.isPresent()) {
            return new Refusal(obstacle.get());
        }
        if (situation.cloneLook().isEmpty()) {
            return new Refusal(request.server() + " was not looked at for a clone");
        }
        Server target = situation.find(request.server()).orElseThrow().server();
        Observation primary = situation.snapshot().configuredPrimary().orElseThrow();
        String source = request.from().orElse(primary.name());
        CloneLook look = situation.cloneLook().get();
        Facts facts = facts(situation.find(source).orElseThrow().state()).orElseThrow();
        Checks checks = new Checks();
        Optional<TargetProof.Fit> fit = CloneChecks.target(checks, target, look, facts, request.reclone());
        Optional<Overwritten> old = fit.flatMap(f -> Overwritten.of(situation));
        old.ifPresent(o -> o.check(checks, (ServerState.Primary) primary.state()));
        CloneSource.check(checks, situation.find(source).orElseThrow(), primary);
        boolean aside = CloneChecks.others(checks, look, source, facts, ((ServerState.Primary) primary.state()).facts(), fit);
        if (fit.isEmpty() || checks.list().stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal(request.server() + " cannot be cloned from " + source + " now", checks.list());
        }
        return plan(situation, target, look, fit.get(), aside, old, checks.list());
    }

    /// Why it cannot be, as far as that is known without a look at the hosts; empty when they are worth a look.
    public static Optional<String> obstacle(ClusterSnapshot seen, Request.Clone request) {
        Optional<Observation> target = seen.find(request.server());
        Optional<Observation> primary = seen.configuredPrimary();
        if (target.isEmpty() || primary.isEmpty()) {
            return Optional.of(target.isEmpty()
                    ? "there is no server " + request.server()
                    : "there is not exactly one enabled master that a clone could follow");
        }
        return obstacle(seen, target.get().server(), primary.get(), request.from().orElse(primary.get().name()));
    }

    private static Optional<String> obstacle(ClusterSnapshot seen, Server target, Observation primary, String source) {
        String name = target.name();
        if (!target.isReplica() && !target.isMaster()) {
            return Optional.of(name + " is a " + target.role() + ", not a server of PostgreSQL");
        }
        if (name.equals(primary.name())) {
            return Optional.of(name + " is the configured primary");
        }
        if (!(primary.state() instanceof ServerState.Primary)) {
            return Optional.of(primary.name() + ", which the clone would follow, is not a primary in session");
        }
        if (source.equals(name)) {
            return Optional.of(name + " cannot be cloned from itself");
        }
        if (seen.find(source).isEmpty()) {
            return Optional.of("there is no server " + source);
        }
        if (facts(seen.find(source).get().state()).isEmpty()) {
            return Optional.of(source + " is not in session, so it cannot be copied");
        }
        return target.setting("clone_method").isEmpty()
                ? Optional.of("no clone_method is configured for " + name)
                : CloneSource.obstacle(seen.find(source).get(), primary);
    }

    static Optional<Facts> facts(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(p.facts());
            case ServerState.Replica r -> Optional.of(r.facts());
            case ServerState.Rejecting r -> Optional.empty();
            case ServerState.Unreachable u -> Optional.empty();
            case ServerState.NotPolled n -> Optional.empty();
        };
    }

    private static Plan plan(Situation situation, Server target, CloneLook look, TargetProof.Fit fit, boolean aside, Optional<Overwritten> old, List<Check> checks) {
        CloneJob job = look.job();
        String name = target.name();
        boolean filled = fit.contents() != Contents.EMPTY;
        boolean runs = look.target().map(t -> !t.running().isEmpty()).orElse(false);
        boolean setAside = look.target().map(t -> t.data().left().database()).orElse(false);
        boolean returns = !filled || aside;
        String slot = job.slot("clone");
        Map<String, Deed.Assignment> replica = Map.of(name, new Deed.Assignment("replica", true));
        List<Step> steps = new ArrayList<>();
        Deed.Assign out = new Deed.Assign(Map.of(name, new Deed.Assignment(target.role().name(), false)));
        steps.add(new TakeOut(name, target.role().name(), target.enabled() && returns, situation.previewOf(out)));
        old.flatMap(o -> o.step(situation)).ifPresent(steps::add);
        if (runs) {
            steps.add(new StopTarget(name, returns, situation.previewOf(new Deed.Service(name, RunMode.STOP))));
        }
        Deed.ClearTarget clear = new Deed.ClearTarget(job, fit.expect(), aside);
        steps.add(new ClearTarget(job, fit.expect(), aside, filled, situation.previewOf(clear)));
        steps.add(new HoldWal(job.upstream(), slot, job.major(), situation.previewOf(new Deed.HoldWal(job.upstream(), slot, job.major()))));
        steps.add(new CopyFiles(job, situation.previewOf(new Deed.CopyFiles(job))));
        steps.add(new MakeReplica(job, situation.previewOf(new Deed.MakeReplica(job))));
        steps.add(new StartClone(name, situation.previewOf(new Deed.StartClone(name))));
        steps.add(new ConfirmStreams(name, job.upstream(), List.of(name + ": SELECT … FROM pg_stat_wal_receiver, until it streams on the timeline of " + job.upstream())));
        steps.add(new AssignRoles("Write down that " + name + " is a replica", replica, situation.previewOf(new Deed.Assign(replica))));
        PlaceArchiveScript.of(situation, name).ifPresent(steps::add);
        steps.add(new ReleaseWal(job.upstream(), slot, situation.previewOf(new Deed.ReleaseWal(job.upstream(), slot))));
        steps.add(new DiscardOld(job, situation.previewOf(new Deed.DiscardOld(job))));
        return new Plan(
                "clone",
                "Clone " + name + " from " + job.source(),
                name + " becomes a replica of " + job.upstream() + ", made from a copy of " + job.source() + ".",
                checks,
                steps,
                new Plan.Impact(
                        filled ? "Overwrite " + name : "Clone " + name,
                        filled && (fit.contents() != Contents.HALF_DONE || setAside) ? Optional.of(name) : Optional.empty(),
                        "none for the clients of the primary" + (runs ? "; the readers of " + name + " are disconnected" : ""),
                        old.flatMap(Overwritten::loss).orElseGet(() -> loss(name, job, fit.contents(), setAside)),
                        returns
                                ? "it can be cancelled at any time; everything is then as it was"
                                : "it can be cancelled at any time, but the old database of " + name + " is gone as soon as it has begun",
                        List.of()));
    }

    private static String loss(String name, CloneJob job, Contents contents, boolean setAside) {
        return switch (contents) {
            case EMPTY -> "nothing: " + job.directory() + " is empty";
            case HALF_DONE -> "what a clone that did not end left in " + job.directory()
                    + (setAside ? ", and the database that was there before, which it set aside" : "");
            case REPLICA -> "the database in " + job.directory() + " of " + name + ", a copy like others";
            case OLD_PRIMARY -> "the database in " + job.directory() + " of " + name + ", with all that it wrote as a primary and nobody received";
        };
    }
}
