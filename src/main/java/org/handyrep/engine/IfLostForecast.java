package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Ranking;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plan.Situation;
import org.handyrep.plan.step.PromoteReplica;

/// What the death of the primary would mean now: the planners' answers to a situation in which it is supposed.
///
/// Supposed twice: PostgreSQL alone dies, and its host with it. A plan for the second is what counts; the first says who would win if there is none.
final class IfLostForecast {

    private static final ServerState SILENT =
            new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.TIMED_OUT, "08001", "supposed"));

    /// A crash is told by the connection that breaks, and proven on the host at the second look.
    private static final Duration CRASH = Duration.ofSeconds(2);

    private final Situation now;
    private final Observation primary;
    private final ServerState.Primary alive;

    private IfLostForecast(Situation now, Observation primary, ServerState.Primary alive) {
        this.now = now;
        this.primary = primary;
        this.alive = alive;
    }

    /// @param holds what would keep HandyRep from a failover, whatever the planner says
    /// @param estimate from the loss of its host to the first write on the new primary
    /// @return empty while the primary is not alive
    static Optional<IfLost> of(Situation now, List<String> holds, Duration estimate) {
        return now.snapshot()
                .configuredPrimary()
                .flatMap(seen -> seen.state() instanceof ServerState.Primary alive
                        ? Optional.of(new IfLostForecast(now, seen, alive).forecast(holds, estimate))
                        : Optional.empty());
    }

    private IfLost forecast(List<String> holds, Duration estimate) {
        Situation crash = supposing(new HostState.Answers(false, "in production"));
        Situation hostLost = supposing(new HostState.Silent("supposed"));
        Request byItself = new Request.AutomaticFailover(true);
        Decision crashed = Planner.plan(crash, byItself);
        Decision lost = Planner.plan(hostLost, byItself);
        Decision person = Planner.plan(crash, new Request.ManualFailover(Optional.empty(), true, true));
        Optional<String> winner =
                Stream.of(lost, crashed, person).flatMap(d -> promoted(d).stream()).findFirst();
        List<Candidate> ranking = Ranking.of(crash);
        Optional<Candidate> chosen = ranking.stream().filter(c -> winner.equals(Optional.of(c.server()))).findFirst();
        List<String> blocks = new ArrayList<>(holds);
        blocks.addAll(blocks(crashed, lost));
        return new IfLost(
                primary.name(),
                winner,
                chosen.map(c -> why(c, ranking)).orElseGet(() -> refusal(person)),
                bytes(chosen),
                commits(bytes(chosen)),
                winner.map(w -> promoted(lost).isPresent() ? estimate : CRASH),
                blocks.isEmpty(),
                blocks,
                ranking.stream().filter(c -> !winner.equals(Optional.of(c.server()))).map(c -> c.server() + " " + loses(c, chosen)).toList());
    }

    private Situation supposing(HostState host) {
        String name = primary.name();
        List<Observation> servers = now.snapshot().servers().stream()
                .map(o -> o.name().equals(name) ? o.withState(SILENT, host) : o.withState(cutOff(o.state()), o.host()))
                .toList();
        ClusterSnapshot supposed = now.snapshot().withServers(servers);
        String code = host instanceof HostState.Answers ? "PrimaryProcessDown" : "PrimaryHostDown";
        Finding verdict = new Finding(code, Severity.CRITICAL, name, name + " is supposed to be dead.", List.of(), true);
        Diagnosis judged = now.diagnosis();
        Diagnosis diagnosis = new Diagnosis(
                verdict, judged.findings(), judged.statuses(), judged.clusterStatus(), judged.clusterMessage());
        return now.with(supposed, diagnosis);
    }

    /// A replica whose primary is dead has no WAL receiver.
    private static ServerState cutOff(ServerState state) {
        return state instanceof ServerState.Replica r
                ? new ServerState.Replica(
                        r.facts(), r.received(), r.replayed(), Optional.empty(), r.replayPaused(), r.replayDelay(), r.upstream(),
                        r.streams(), r.slots(), r.clients())
                : state;
    }

    private static Optional<String> promoted(Decision decision) {
        return decision instanceof Plan plan
                ? plan.steps().stream().filter(PromoteReplica.class::isInstance).map(s -> s.server()).findFirst()
                : Optional.empty();
    }

    private static List<String> blocks(Decision crashed, Decision lost) {
        String first = refusal(crashed);
        String second = refusal(lost);
        if (!first.isEmpty()) {
            return List.of(first);
        }
        return second.isEmpty()
                ? List.of()
                : List.of("HandyRep acts if PostgreSQL alone dies; if its host is lost with it: " + second);
    }

    /// Why there is no plan that runs without a person; empty when there is one.
    private static String refusal(Decision decision) {
        return switch (decision) {
            case Refusal refusal -> refusal.reason() + stops(refusal.checks());
            case Plan plan -> plan.isStopped()
                    ? plan.title() + " is not safe" + stops(plan.checks())
                    : plan.impact().typedName().map(n -> plan.title() + " needs a person's word").orElse("");
        };
    }

    private static String stops(List<Check> checks) {
        List<String> all = checks.stream().filter(c -> c.level() == Check.Level.STOP).map(Check::saw).toList();
        return all.isEmpty() ? "" : ": " + String.join("; ", all);
    }

    private OptionalLong bytes(Optional<Candidate> chosen) {
        Optional<Lsn> position = chosen.flatMap(Candidate::position);
        return position.isPresent() ? OptionalLong.of(Math.max(0, alive.written().minus(position.get()))) : OptionalLong.empty();
    }

    private OptionalLong commits(OptionalLong bytes) {
        Optional<Situation.LastSeen> seen = now.lastPrimary().filter(l -> l.server().equals(primary.name()));
        return bytes.isPresent() && seen.isPresent() ? seen.get().commitsIn(bytes.getAsLong()) : OptionalLong.empty();
    }

    private static String why(Candidate chosen, List<Candidate> ranking) {
        long fit = ranking.stream().filter(c -> c.obstacle().isEmpty()).count();
        String behind = chosen.bytesBehind().orElse(0L) == 0 ? "has all WAL that any replica has" : "is brought up to the most advanced replica before";
        return (fit == 1 ? "the only one that is fit: it " : "it ") + behind + ", priority " + chosen.priority() + (chosen.sync() ? ", synchronous" : "");
    }

    private static String loses(Candidate loser, Optional<Candidate> chosen) {
        return loser.objection().orElseGet(() -> chosen.isEmpty()
                ? "is fit"
                : "could take over too, and comes after " + chosen.get().server() + " (priority " + loser.priority() + ")");
    }
}
