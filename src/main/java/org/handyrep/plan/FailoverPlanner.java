package org.handyrep.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.Checkpoint;
import org.handyrep.plan.step.ClearInherited;
import org.handyrep.plan.step.ConfirmLost;
import org.handyrep.plan.step.ConfirmMostAdvanced;
import org.handyrep.plan.step.CreateSlots;
import org.handyrep.plan.step.EndSalvage;
import org.handyrep.plan.step.FastForward;
import org.handyrep.plan.step.FreezeReplicas;
import org.handyrep.plan.step.KillHung;
import org.handyrep.plan.step.LetThrough;
import org.handyrep.plan.step.SalvageWal;
import org.handyrep.plan.step.MarkAsReplica;
import org.handyrep.plan.step.PromoteReplica;

/// The primary is lost: freeze the replicas, compare them while they stand still, fence the old primary, promote.
///
/// Order: [own the cluster] → lost? → whom commits wait for → freeze → fast-forward → most advanced? → fence → salvage → mark → promote → slots → point the proxies at the new
/// primary → roles → the others follow → extra commands.
final class FailoverPlanner {

    /// @param automatic without a person, so that nothing can be typed and nothing above `maximum_loss` be lost
    record Terms(boolean automatic, boolean remaster, boolean salvage, String function) {

        static Terms of(Request.ManualFailover request) {
            return new Terms(false, request.remaster(), request.salvage(), request.function());
        }

        static Terms of(Request.AutomaticFailover request) {
            return new Terms(true, request.remaster(), true, request.function());
        }
    }

    private FailoverPlanner() {}

    static Decision plan(
            Situation situation, Terms terms, Observation old, Observation next, ServerState.Replica replica) {
        String from = old.name();
        String to = next.name();
        if (situation.diagnosis().verdict().code().equals("PrimaryUnseenByConsole")) {
            return new Refusal(situation.diagnosis().verdict().sentence());
        }
        Optional<Observation> source = ahead(situation, next, replica);
        Lsn position = source.map(o -> ((ServerState.Replica) o.state()).position()).orElse(replica.position());
        Fences fences = Fences.of(situation, old, terms.automatic());
        Salvage salvage = Salvage.of(situation, old, fences, replica, position, terms.salvage());
        Loss loss = Loss.of(situation, to, position, salvage.planned());
        Loss without = Loss.of(situation, to, position, false);
        boolean tooMuch = beyond(situation, without).isPresent();
        boolean fencedByReplicas = fences.chosen().equals(Optional.of(Fence.SYNCHRONOUS));
        List<Step> follow = terms.remaster() || fencedByReplicas ? Followers.follow(situation, from, to) : List.of();
        SyncChange.Change change = new SyncChange.Change(
                from,
                situation.lastPrimary().filter(seen -> seen.server().equals(from)).flatMap(Situation.LastSeen::state),
                to,
                replica,
                Followers.names(situation, to, replica, follow));
        SyncChange sync = SyncChange.of(situation, change, terms.automatic());
        List<Check> checks = checks(situation, terms, old, next, fences, loss);
        salvage.check(from, tooMuch).ifPresent(checks::add);
        sync.check().ifPresent(checks::add);
        if (!terms.remaster() && !follow.isEmpty()) {
            checks.add(new Check("remaster", Check.Level.OK, "the other replicas follow " + to + " in any case: " + from
                    + " acknowledges nothing only while none of them goes back to it"));
        }
        source.ifPresent(ahead -> checks.add(new Check("fast-forward", Check.Level.OK, to + " is "
                + position.minus(replica.position()) + " bytes behind " + ahead.name() + " and gets them from it before")));
        if (checks.stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal("a failover from " + from + " to " + to + " is not safe now", checks);
        }
        int major = replica.facts().majorVersion();
        List<String> frozen = situation.answering();
        List<String> others = situation.answeringBeside(to);
        FrozenReplicas after = FrozenReplicas.after(situation, from, to, frozen, follow);
        List<Step> steps = new ArrayList<>();
        Optional<Instant> seen = situation.lastPrimary().filter(last -> last.server().equals(from)).map(Situation.LastSeen::at);
        steps.add(new ConfirmLost(from, frozen, seen, List.of(from + ": connect; every replica: age of the last WAL message")));
        sync.step(situation, change).ifPresent(steps::add);
        steps.add(new FreezeReplicas(frozen, major, situation.previewOf(FreezeReplicas.deed(frozen, major))));
        source.ifPresent(ahead -> steps.add(new FastForward(
                to, ahead.name(), major, situation.previewOf(new Deed.FastForward(to, ahead.name(), major)))));
        steps.add(new ConfirmMostAdvanced(to, others, List.of("every replica: greatest(received, replayed)")));
        steps.addAll(fences.steps(situation, old, major, frozen));
        salvage.step(situation, from, next, without, tooMuch).ifPresent(steps::add);
        if (steps.stream().anyMatch(KillHung.class::isInstance)) {
            Deed mark = new Deed.MarkAsReplica(from, "", major);
            steps.add(new MarkAsReplica(from, "", major, situation.previewOf(mark)));
        }
        steps.add(new PromoteReplica(
                to,
                from,
                others,
                replica.facts().systemIdentifier(),
                replica.facts().timeline(),
                major,
                situation.rules().recovery(),
                situation.previewOf(new Deed.Promote(to, major))));
        Proxies proxies = Proxies.of(situation);
        proxies.route(to, proxies.readers(to, from), "Point the proxies at " + to, false).ifPresent(steps::add);
        if (fences.chosen().equals(Optional.of(Fence.PROXIES))) {
            Deed through = new Deed.LetThrough(proxies.names(), Optional.of(from));
            steps.add(new LetThrough(from, proxies.names(), situation.previewOf(through)));
        }
        Map<String, Deed.Assignment> roles = new LinkedHashMap<>();
        roles.put(to, new Deed.Assignment("master", true));
        roles.put(from, new Deed.Assignment("replica", false));
        steps.add(new AssignRoles(
                "Write down that " + to + " is the primary and " + from + " is out",
                roles,
                situation.previewOf(new Deed.Assign(roles))));
        List<String> slots = Followers.slots(situation, to);
        if (!slots.isEmpty()) {
            steps.add(new CreateSlots(to, slots, major, situation.previewOf(new Deed.CreateSlots(to, slots, major))));
        }
        proxies.confirm(to, false).ifPresent(steps::add);
        if (salvage.planned()) {
            steps.add(new EndSalvage(to, situation.previewOf(new Deed.EndSalvage(to))));
        }
        steps.add(new ClearInherited(to, major, sync.value(), situation.previewOf(new Deed.ClearInherited(to, major))));
        steps.addAll(after.steps());
        steps.add(new Checkpoint(
                to, "so that others can be rewound to it", situation.previewOf(new Deed.Checkpoint(to))));
        steps.addAll(Extras.steps(situation));
        return new Plan(
                terms.function(),
                "Failover " + from + " → " + to,
                situation.diagnosis().verdict().sentence(),
                checks,
                steps,
                new Plan.Impact(
                        "Promote " + to,
                        fences.chosen().filter(Fence.DECLARED::equals).isPresent() || !terms.salvage() && tooMuch
                                ? Optional.of(from)
                                : Optional.empty(),
                        "writes are down already; about half a second from now",
                        loss.sentence(),
                        "everything before the promotion: the replicas are thawed and wait for " + from,
                        Stream.of(
                                        Optional.of(from + " stays out: rejoin it (Rejoin… on its card, which tells first what it had more than " + to
                                                + "), or clone it again"),
                                        after.afterwards(from, to, major),
                                        sync.afterwards())
                                .flatMap(Optional::stream)
                                .toList()));
    }

    /// Who has WAL that the chosen one has not.
    private static Optional<Observation> ahead(Situation situation, Observation next, ServerState.Replica replica) {
        return Ranking.mostAdvanced(situation)
                .filter(o -> !o.name().equals(next.name()))
                .filter(o -> o.state() instanceof ServerState.Replica r && r.position().isAfter(replica.position()));
    }

    private static List<Check> checks(
            Situation situation,
            Terms terms,
            Observation old,
            Observation next,
            Fences fences,
            Loss loss) {
        String from = old.name();
        String to = next.name();
        Checks checks = new Checks();
        String verdict = situation.diagnosis().verdict().sentence();
        checks.ok("the primary is lost", verdict);
        checks.addAll(List.of(fences.check(old)));
        Followers.control(situation, checks, to, "promote it");
        long silentReplicas = situation.snapshot().replicas().stream()
                .filter(o -> !(o.state() instanceof ServerState.Replica))
                .count();
        checks.expect(silentReplicas == 0, "replicas", "all answer", Check.Level.WARNING,
                silentReplicas + " of " + situation.snapshot().replicas().size()
                        + " replicas do not answer: one of them may have more WAL than " + to);
        Readiness.objection(situation.rules(), next).ifPresent(why -> checks.warn("candidate", to + " " + why));
        lossLimit(situation, terms, loss).ifPresent(why -> checks.stop("loss", why));
        checks.addAll(Proxies.of(situation).checks(false));
        situation.lastPrimary().ifPresent(seen -> checks.ok("last seen", from + " was at " + seen.written() + " "
                + Duration.between(seen.at(), situation.snapshot().takenAt()).toSeconds() + " s ago"));
        return new ArrayList<>(checks.list());
    }

    /// Why `maximum_loss` forbids it; a person may agree to more.
    private static Optional<String> lossLimit(Situation situation, Terms terms, Loss loss) {
        return terms.automatic() ? beyond(situation, loss) : Optional.empty();
    }

    /// Why this is more than `maximum_loss`.
    private static Optional<String> beyond(Situation situation, Loss loss) {
        long limit = situation.rules().maximumLoss();
        if (loss.bytes().isEmpty()) {
            return Optional.of("what would be lost is " + loss.sentence() + ". Without a person at most maximum_loss, " + limit
                    + " bytes, may be lost");
        }
        if (limit == 0 && !loss.certain()) {
            return Optional.of("maximum_loss is 0, and it is not certain that nothing would be lost: " + loss.sentence());
        }
        return loss.bytes().getAsLong() > limit
                ? Optional.of("more than maximum_loss, " + limit + " bytes, would be lost: " + loss.sentence())
                : Optional.empty();
    }
}
