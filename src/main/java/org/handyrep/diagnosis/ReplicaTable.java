package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;

/// What can be wrong with a replica. Every row that matches counts; the worst status wins.
final class ReplicaTable {

    static final List<ReplicaProblem> ROWS = List.of(
            row("StandbyDown", Severity.WARNING, ServerStatus.DOWN,
                    "silent, and its host says that no postmaster runs",
                    r -> isSilent(r) && r.observation().host() instanceof HostState.Answers a && !a.running(),
                    r -> "PostgreSQL does not run on " + r.name() + ".",
                    ReplicaTable::connection),
            row("StandbyUnreachable", Severity.WARNING, ServerStatus.UNAVAILABLE,
                    "silent to the console",
                    r -> isSilent(r) && !(r.observation().host() instanceof HostState.Answers a && !a.running()),
                    r -> r.name() + " does not answer.",
                    ReplicaTable::connection),
            row("StandbyRejecting", Severity.WARNING, ServerStatus.WARNING,
                    "alive, but gives the console no session",
                    r -> r.observation().state() instanceof ServerState.Rejecting,
                    r -> r.name() + " is alive but gives no session: " + connection(r).getFirst(),
                    ReplicaTable::connection),
            row("OtherSystem", Severity.CRITICAL, ServerStatus.UNAVAILABLE,
                    "its system identifier is not the cluster's: it is another database",
                    r -> otherSystem(r).isPresent(),
                    r -> r.name() + " belongs to another cluster: its system identifier is " + otherSystem(r).orElse("")
                            + ". Correct its address here, or take it out.",
                    r -> List.of()),
            row("StandbyWritable", Severity.CRITICAL, ServerStatus.WARNING,
                    "configured as replica, but out of recovery",
                    r -> r.observation().state() instanceof ServerState.Primary,
                    r -> r.name() + " is configured as replica but takes writes.",
                    r -> List.of()),
            row("StandbyForked", Severity.CRITICAL, ServerStatus.UNAVAILABLE,
                    "it holds WAL that the primary's history does not have",
                    r -> r.fork().isPresent(),
                    r -> r.name() + " has left the history of " + r.primaryName() + ": " + r.fork().orElse("")
                            + ". Rejoin it (Rejoin… on its card), or clone it again.",
                    ReplicaTable::stream),
            row("StandbyDetached", Severity.WARNING, ServerStatus.UNAVAILABLE,
                    "in recovery, its primary is in session, and it receives no WAL",
                    r -> r.isDetached() && r.fork().isEmpty() && otherSystem(r).isEmpty(),
                    r -> r.name() + " does not receive WAL" + behind(r) + ".",
                    ReplicaTable::stream),
            row("ReplayPaused", Severity.WARNING, ServerStatus.WARNING,
                    "replay was paused by hand, or by parameters that are too small",
                    r -> r.state().map(ServerState.Replica::replayPaused).orElse(false),
                    ReplicaTable::paused,
                    ReplicaTable::stream),
            row("ParamsTooSmall", Severity.WARNING, ServerStatus.WARNING,
                    "a parameter is lower than the primary's, which stops replay or the server",
                    r -> !r.smallParameters().isEmpty(),
                    r -> r.name() + " has smaller limits than " + r.primaryName() + ": "
                            + String.join(", ", r.smallParameters()) + ". Raise them there and restart it: replay stops otherwise.",
                    r -> r.smallParameters()),
            row("StandbyLagging", Severity.WARNING, ServerStatus.LAGGED,
                    "more megabytes behind than its lag_limit",
                    r -> r.megabytesBehind().orElse(0.0) > r.observation().server().lagLimit(),
                    r -> r.name() + " lags" + behind(r) + "; its limit is " + r.observation().server().lagLimit() + " MB.",
                    ReplicaTable::stream),
            row("ReplicationHidden", Severity.WARNING, ServerStatus.WARNING,
                    "the console's user may not see the WAL receiver",
                    r -> r.receiver().map(x -> x.status().equals(ReplicaView.HIDDEN)).orElse(false),
                    r -> "the console's user may not see how " + r.name() + " replicates: grant it pg_monitor.",
                    r -> List.of()));

    private ReplicaTable() {}

    static List<ReplicaProblem> matching(ReplicaView replica) {
        return ROWS.stream().filter(row -> row.matches().test(replica)).toList();
    }

    private static ReplicaProblem row(
            String code,
            Severity severity,
            ServerStatus status,
            String meaning,
            Predicate<ReplicaView> matches,
            Function<ReplicaView, String> sentence,
            Function<ReplicaView, List<String>> evidence) {
        return new ReplicaProblem(code, severity, status, meaning, matches, sentence, evidence);
    }

    private static boolean isSilent(ReplicaView replica) {
        return replica.observation().state() instanceof ServerState.Unreachable;
    }

    static Optional<String> otherSystem(ReplicaView replica) {
        String mine = systemOf(replica.observation());
        String theirs = replica.primary().map(p -> p.facts().systemIdentifier()).orElse("");
        return mine.isEmpty() || theirs.isEmpty() || mine.equals(theirs) ? Optional.empty() : Optional.of(mine);
    }

    /// Empty when it is not known.
    static String systemOf(Observation observation) {
        return switch (observation.state()) {
            case ServerState.Primary p -> p.facts().systemIdentifier();
            case ServerState.Replica r -> r.facts().systemIdentifier();
            case ServerState.Rejecting r -> "";
            case ServerState.Unreachable u -> "";
            case ServerState.NotPolled n -> "";
        };
    }

    private static List<String> connection(ReplicaView replica) {
        return Evidence.ofConnection(replica.observation());
    }

    private static String behind(ReplicaView replica) {
        return replica.megabytesBehind().map(mb -> " and is " + Words.megabytes(mb) + " behind").orElse("");
    }

    private static String paused(ReplicaView r) {
        return "replay is paused on " + r.name() + behind(r)
                + (r.smallParameters().isEmpty()
                        ? ": unless that is wanted, let it go on with SELECT pg_wal_replay_resume() there."
                        : ": it goes on when its limits were raised and it was restarted.");
    }

    private static List<String> stream(ReplicaView replica) {
        List<String> said = new ArrayList<>();
        replica.state().ifPresent(s -> {
            said.add(replica.name() + " holds WAL up to " + s.position() + " of timeline " + s.facts().timeline() + ", replayed up to "
                    + s.replayed());
            said.add(s.receiver()
                    .map(r -> "its WAL receiver is " + r.status()
                            + r.messageAge().map(a -> ", last message " + Words.seconds(a) + " ago").orElse(""))
                    .orElse("it has no WAL receiver"));
        });
        replica.primary().ifPresent(p -> said.add(replica.primaryName() + " has written up to " + p.written() + " of timeline "
                + p.facts().timeline()));
        return said;
    }

    static boolean isAsked(Server server) {
        return server.enabled() && server.isReplica();
    }
}
