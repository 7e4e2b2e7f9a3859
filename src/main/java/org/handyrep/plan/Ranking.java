package org.handyrep.plan;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Status;
import org.handyrep.cluster.Stream;

/// Which replicas can take over, and the reason for each that cannot.
public final class Ranking {

    /// Parameters of a replica that must not be below its primary's (PostgreSQL manual, "Hot Standby": Administrator's Overview).
    private static final List<String> NOT_BELOW_PRIMARY = List.of(
            "max_connections",
            "max_worker_processes",
            "max_wal_senders",
            "max_prepared_transactions",
            "max_locks_per_transaction");

    private Ranking() {}

    /// All enabled replicas, the unfit ones last, before them those that only a person may choose. While the primary lives the selection plugin's order counts alone, because all catch up. When it is lost:
    /// the most advanced first, or with `candidate_order = preferred` the plugin's order; synchronous ones before others where nothing may be lost.
    public static List<Candidate> of(Situation situation) {
        Optional<Lsn> best = best(situation);
        boolean lost = primary(situation).isEmpty();
        Comparator<Candidate> order = Comparator.comparing((Candidate c) -> c.obstacle().isPresent())
                .thenComparing(c -> c.byPerson().isPresent());
        if (lost && situation.rules().maximumLoss() == 0) {
            order = order.thenComparing(c -> !c.sync());
        }
        if (lost && !situation.rules().preferredFirst()) {
            order = order.thenComparing(c -> c.bytesBehind().orElse(Long.MAX_VALUE));
        }
        return situation.snapshot().replicas().stream()
                .map(replica -> candidate(situation, replica, best))
                .sorted(order.thenComparing(c -> rank(situation, c.server()))
                        .thenComparing(Candidate::priority)
                        .thenComparing(Candidate::server))
                .toList();
    }

    /// Who is taken unless a person names another: the first that can and that the selection plugin knows.
    public static Optional<String> chosen(Situation situation, List<Candidate> candidates) {
        return candidates.stream()
                .filter(c -> c.obstacle().isEmpty() && situation.selection().contains(c.server()))
                .map(Candidate::server)
                .findFirst();
    }

    /// As [#chosen(Situation, List)] where no person is asked.
    static Optional<String> chosenAlone(Situation situation, List<Candidate> candidates) {
        return chosen(situation, candidates.stream().filter(c -> c.byPerson().isEmpty()).toList());
    }

    /// The replica with the most WAL of the lost primary, fit to be promoted or not: what others lack comes from it.
    public static Optional<Observation> mostAdvanced(Situation situation) {
        Line line = Line.of(situation);
        return situation.snapshot().replicas().stream()
                .filter(o -> o.state() instanceof ServerState.Replica r && line.obstacle(r).isEmpty())
                .max(Comparator.comparing((Observation o) -> ((ServerState.Replica) o.state()).position())
                        .thenComparing(o -> -rank(situation, o.name())));
    }

    private static int rank(Situation situation, String server) {
        int index = situation.selection().indexOf(server);
        return index < 0 ? Integer.MAX_VALUE : index;
    }

    private static Optional<ServerState.Primary> primary(Situation situation) {
        return situation.snapshot().configuredPrimary().map(Observation::state)
                .filter(ServerState.Primary.class::isInstance)
                .map(ServerState.Primary.class::cast);
    }

    /// The primary's position while it lives, else that of the most advanced replica.
    private static Optional<Lsn> best(Situation situation) {
        Optional<Lsn> alive = primary(situation).map(ServerState.Primary::written);
        return alive.isPresent()
                ? alive
                : mostAdvanced(situation).map(o -> ((ServerState.Replica) o.state()).position());
    }

    private static Candidate candidate(Situation situation, Observation seen, Optional<Lsn> best) {
        Status status = situation.diagnosis().status(seen.name());
        Optional<ServerState.Replica> replica = seen.state() instanceof ServerState.Replica r
                ? Optional.of(r) : Optional.empty();
        Optional<Long> behind = replica.flatMap(
                r -> best.map(lsn -> Math.max(0, lsn.minus(r.position()))));
        return new Candidate(
                seen.name(),
                status,
                seen.server().failoverPriority(),
                replica.map(ServerState.Replica::position),
                behind,
                replica.flatMap(r -> Readiness.time(r, seen.replayRate()).or(r::replayDelay)),
                replica.map(r -> r.facts().timeline()).orElse(0),
                isSync(situation, seen),
                obstacle(situation, seen, behind),
                Readiness.objection(situation.rules(), seen));
    }

    private static boolean isSync(Situation situation, Observation seen) {
        return streams(situation).stream().filter(s -> isOf(s, seen)).anyMatch(Stream::isSync);
    }

    /// Who received from the primary, now or when it was last seen.
    private static List<Stream> streams(Situation situation) {
        return primary(situation)
                .or(() -> lastState(situation))
                .map(ServerState.Primary::streams)
                .orElse(List.of());
    }

    private static boolean isOf(Stream stream, Observation seen) {
        return stream.applicationName().equals(seen.name()) || stream.clientAddress().equals(seen.server().hostname());
    }

    private static Optional<ServerState.Primary> lastState(Situation situation) {
        return situation.lastPrimary().flatMap(Situation.LastSeen::state);
    }

    private static Optional<String> obstacle(Situation situation, Observation seen, Optional<Long> behind) {
        return switch (seen.state()) {
            case ServerState.Replica r -> obstacle(situation, seen, r, behind);
            case ServerState.Primary p -> Optional.of("is a primary already, on timeline " + p.facts().timeline());
            case ServerState.Rejecting r -> Optional.of("takes no session: " + r.problem().message());
            case ServerState.Unreachable u -> Optional.of("does not answer: " + u.problem().message());
            case ServerState.NotPolled n -> Optional.of("was not asked: " + n.why());
        };
    }

    private static Optional<String> obstacle(
            Situation situation, Observation seen, ServerState.Replica replica, Optional<Long> behind) {
        if (seen.server().setting("nofailover").filter("true"::equalsIgnoreCase).isPresent()) {
            return Optional.of("nofailover is set");
        }
        int delay = replica.facts().number("recovery_min_apply_delay", 0);
        if (delay > 0) {
            return Optional.of("replays " + delay / 1000 + " s late on purpose (recovery_min_apply_delay)");
        }
        if (replica.replayPaused()) {
            return Optional.of("its replay is paused; resume it with pg_wal_replay_resume()");
        }
        Optional<ServerState.Primary> primary = primary(situation);
        return primary.isPresent()
                ? besidePrimary(replica, primary.get())
                : amongReplicas(situation, seen, replica, behind);
    }

    private static Optional<String> besidePrimary(ServerState.Replica replica, ServerState.Primary primary) {
        Facts facts = replica.facts();
        if (!facts.systemIdentifier().equals(primary.facts().systemIdentifier())) {
            return Optional.of("belongs to another cluster (system identifier " + facts.systemIdentifier() + ")");
        }
        if (!replica.isStreaming()) {
            return Optional.of("does not stream"
                    + replica.receiver().map(r -> ": its WAL receiver is " + r.status()).orElse(": it has no WAL receiver"));
        }
        if (facts.timeline() != primary.facts().timeline()) {
            return Optional.of("is on timeline " + facts.timeline() + ", the primary on "
                    + primary.facts().timeline());
        }
        return tooSmall(facts, primary.facts());
    }

    private static Optional<String> tooSmall(Facts facts, Facts primary) {
        for (String parameter : NOT_BELOW_PRIMARY) {
            int own = facts.number(parameter, Integer.MAX_VALUE);
            int needed = primary.number(parameter, 0);
            if (own < needed) {
                return Optional.of(parameter + " is " + own + ", the primary has " + needed);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> amongReplicas(
            Situation situation, Observation seen, ServerState.Replica replica, Optional<Long> behind) {
        Optional<String> apart = Line.of(situation).obstacle(replica);
        if (apart.isPresent()) {
            return apart;
        }
        Optional<String> small = lastState(situation).flatMap(p -> tooSmall(replica.facts(), p.facts()));
        if (small.isPresent()) {
            return small;
        }
        return behind.filter(bytes -> bytes > 0 && wasDetached(situation, seen, replica))
                .map(bytes -> "is " + bytes + " bytes behind the most advanced replica and did not stream when the primary was last"
                        + " seen");
    }

    /// One that followed another replica was not connected to the primary and streams all the same.
    private static boolean wasDetached(Situation situation, Observation seen, ServerState.Replica replica) {
        boolean cascades = replica.upstream()
                .flatMap(address -> Followers.serverAt(situation, address))
                .filter(o -> o.state() instanceof ServerState.Replica)
                .isPresent();
        return lastState(situation).isPresent()
                && !cascades
                && streams(situation).stream().noneMatch(s -> s.applicationName().isEmpty() || isOf(s, seen));
    }
}
