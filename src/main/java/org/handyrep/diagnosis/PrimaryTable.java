package org.handyrep.diagnosis;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.diagnosis.PrimaryProblem.Confirmation;

/// The verdicts about the primary, in the order in which they are tried. What forbids to act comes before what allows it.
final class PrimaryTable {

    static final List<PrimaryProblem> ROWS = List.of(
            row("NotLookedYet", Severity.WARNING, ServerStatus.UNKNOWN, ClusterStatus.UNKNOWN,
                    "no PostgreSQL server was asked yet",
                    s -> s.now().servers().stream().allMatch(o -> o.state() instanceof ServerState.NotPolled)
                            && s.now().number() == 0,
                    s -> "Nothing was looked at yet.", Confirmation.NEVER),
            row("SplitBrain", Severity.CRITICAL, ServerStatus.WARNING, ClusterStatus.DOWN,
                    "two or more servers of the same system are out of recovery",
                    s -> s.rivals().size() > 1,
                    s -> Words.namesOf(s.rivals()) + " all take writes in the same cluster: data diverges. Nothing is done by itself:"
                            + " decide which one stays, then isolate the other (Isolate… on its card).",
                    Confirmation.NEVER),
            row("NoPrimaryConfigured", Severity.CRITICAL, ServerStatus.UNKNOWN, ClusterStatus.DOWN,
                    "not exactly one enabled server is configured as master",
                    s -> s.primary().isEmpty(), PrimarySentences::noPrimary, Confirmation.NEVER),
            row("WrongRole", Severity.CRITICAL, ServerStatus.WARNING, ClusterStatus.DOWN,
                    "the configured primary is in recovery, or silent while another server of the cluster takes writes",
                    PrimaryTable::wrongRole, PrimarySentences::wrongRole, Confirmation.NEVER),
            row("SyncStalled", Severity.CRITICAL, ServerStatus.WARNING, ClusterStatus.WARNING,
                    "the primary commits locally, but sessions wait for a synchronous replica that does not confirm",
                    PrimaryTable::syncStalled,
                    s -> s.name() + " is primary, but " + s.writing().map(ServerState.Primary::waitingForSync).orElse(0)
                            + " of its sessions wait for a synchronous replica that does not confirm. No failover: bring one back, or change synchronous_standby_names.",
                    Confirmation.NEVER),
            row("PrimaryNotWriting", Severity.CRITICAL, ServerStatus.WARNING, ClusterStatus.DOWN,
                    "the primary is in session, but its last write probe did not commit",
                    s -> s.writing().isPresent() && s.lastWrite().orElse(null) instanceof WriteProbe.Refused,
                    PrimarySentences::notWriting, Confirmation.NEVER),
            row("PrimaryOK", Severity.OK, ServerStatus.HEALTHY, ClusterStatus.HEALTHY,
                    "the primary is in session, out of recovery and commits",
                    s -> s.writing().isPresent(), PrimarySentences::ok, Confirmation.NEVER),
            row("PrimaryRejecting", Severity.CRITICAL, ServerStatus.WARNING, ClusterStatus.WARNING,
                    "the answer proves that a postmaster lives, but the console gets no session",
                    s -> s.primary().map(o -> o.state() instanceof ServerState.Rejecting).orElse(false) || answersHere(s),
                    PrimarySentences::rejecting, Confirmation.NEVER),
            row("PrimaryUnseenByConsole", Severity.CRITICAL, ServerStatus.UNAVAILABLE, ClusterStatus.WARNING,
                    "silent to the console, but a replica or another host heard it since",
                    s -> s.isSilent() && s.witnesses().stream().anyMatch(s::hears) || s.isSilent() && s.sighted(Sighting.Kind.ANSWERS),
                    PrimarySentences::unseen, Confirmation.NEVER),
            row("PrimaryProcessDown", Severity.CRITICAL, ServerStatus.DOWN, ClusterStatus.DOWN,
                    "its host answers over ssh and has no postmaster for the data directory",
                    s -> s.isSilent() && s.primary().map(o -> o.host() instanceof HostState.Answers a && !a.running()).orElse(false),
                    s -> "PostgreSQL does not run on " + s.name() + ": its host answers and has no postmaster" + PrimarySentences.controlState(s)
                            + DiskProblems.ofPrimary(s)
                            + ". " + PrimarySentences.takers(s),
                    Confirmation.PROVEN_ON_HOST),
            row("ConsoleIsolated", Severity.CRITICAL, ServerStatus.UNAVAILABLE, ClusterStatus.UNKNOWN,
                    "nothing at all answers the console: it is the console that is cut off",
                    PrimaryTable::isolated,
                    s -> "This console reaches no server at all, so it is probably itself cut off. Nothing is done: see to its network, or act from another console.",
                    Confirmation.NEVER),
            row("PrimarySuspect", Severity.CRITICAL, ServerStatus.UNAVAILABLE, ClusterStatus.WARNING,
                    "silent to the console, and what the replicas heard is too old to prove life and too new to prove death",
                    s -> s.isSilent() && s.witnesses().stream().anyMatch(r -> !s.doesNotHear(r)),
                    PrimarySentences::suspect, Confirmation.NEVER),
            row("PrimaryHung", Severity.CRITICAL, ServerStatus.UNAVAILABLE, ClusterStatus.DOWN,
                    "its port accepts connections or its postmaster runs, but it answers nobody",
                    s -> s.isSilent() && (s.sighted(Sighting.Kind.ACCEPTS) || runsOnHost(s)),
                    s -> s.name() + " " + s.silentFor() + ": it is there but answers nobody" + PrimarySentences.process(s)
                            + DiskProblems.ofPrimary(s)
                            + ". It may wake up, so it must be stopped for good before another takes over.",
                    Confirmation.HUNG),
            row("PrimaryAndStandbysDown", Severity.CRITICAL, ServerStatus.UNAVAILABLE, ClusterStatus.DOWN,
                    "silent, and fewer than the needed replicas can be asked: it may be a partition",
                    s -> s.isSilent() && s.witnesses().size() < s.majority(),
                    s -> s.name() + " " + s.silentFor() + ", and only " + s.witnesses().size() + " of " + s.replicas().size()
                            + " replicas can be asked about it. No automatic failover: this may be a partition."
                            + " Make more of them answer, or where " + s.name() + " is dead for certain, fail over by hand (manual_failover).",
                    Confirmation.NEVER),
            row("PrimaryHostDown", Severity.CRITICAL, ServerStatus.UNAVAILABLE, ClusterStatus.DOWN,
                    "silent to the console, over ssh and to all replicas that can be asked",
                    Situation::isSilent,
                    s -> s.name() + " " + s.silentFor() + " to this console" + PrimarySentences.andReplicas(s)
                            + "; whether it still runs is not proven.",
                    Confirmation.MAJORITY),
            row("PrimaryNotAsked", Severity.WARNING, ServerStatus.UNKNOWN, ClusterStatus.UNKNOWN,
                    "the primary was not asked in this cycle",
                    s -> true,
                    s -> s.name() + " was not asked yet.", Confirmation.NEVER));

    private PrimaryTable() {}

    static PrimaryProblem first(Situation situation) {
        return ROWS.stream()
                .filter(row -> row.matches().test(situation))
                .findFirst()
                .orElse(ROWS.getLast());
    }

    private static PrimaryProblem row(
            String code,
            Severity severity,
            ServerStatus status,
            ClusterStatus cluster,
            String meaning,
            Predicate<Situation> matches,
            Function<Situation, String> sentence,
            Confirmation confirmed) {
        return new PrimaryProblem(
                code, severity, status, cluster, meaning, matches, sentence, PrimarySentences::evidence, confirmed);
    }

    private static boolean wrongRole(Situation s) {
        boolean inRecovery = s.primary().map(o -> o.state() instanceof ServerState.Replica).orElse(false);
        return inRecovery || (s.writing().isEmpty() && !s.rivals().isEmpty());
    }

    private static boolean syncStalled(Situation s) {
        return s.writing()
                .filter(p -> p.waitingForSync() > 0
                        && !p.facts().setting("synchronous_standby_names").orElse("").isBlank())
                .filter(p -> p.streams().stream().noneMatch(t -> t.isSync())
                        || s.writingBefore().map(b -> b.waitingForSync() > 0).orElse(false))
                .isPresent();
    }

    private static boolean answersHere(Situation s) {
        return s.isSilent()
                && s.sightings().stream().anyMatch(x -> x.from().isEmpty() && x.kind() == Sighting.Kind.ANSWERS);
    }

    private static boolean runsOnHost(Situation s) {
        return s.primary().map(o -> o.host() instanceof HostState.Answers a && a.running()).orElse(false);
    }

    private static boolean isolated(Situation s) {
        boolean others = s.now().servers().stream().anyMatch(o -> o.server().enabled() && ReplicaTable.isAsked(o.server()));
        return s.isSilent()
                && others
                && !s.hostIsReached()
                && s.replicas().stream().allMatch(r -> Evidence.isBlackHole(r.observation()));
    }
}
