package org.handyrep.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Clients;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.ServerState;

/// Which servers a clone could be made on and copied from, from what was seen alone.
///
/// @param primary which every clone follows; empty when there is not exactly one
/// @param idle a replica whose copying would disturb fewest; empty when none streams closely in the history of the primary
public record CloneOptions(ClusterSnapshot seen, List<Target> targets, List<Source> sources, Optional<String> primary, Optional<String> idle) {

    /// @param method its `clone_method`, empty when there is none
    /// @param filled whether a database is known to be there
    public record Target(String name, boolean enabled, String method, boolean filled) {}

    /// A replica in session, or the primary.
    ///
    /// @param followers that stream from it
    /// @param clients empty where they are not counted
    public record Source(String name, boolean primary, boolean streaming, Optional<ReplicationLag> lag, int followers, Optional<Integer> clients) {

        private boolean isClose() {
            return !primary && streaming && lag.map(l -> l.bytes() <= CloneSource.CLOSE).orElse(false);
        }
    }

    public CloneOptions {
        targets = List.copyOf(targets);
        sources = List.copyOf(sources);
    }

    public static CloneOptions of(ClusterSnapshot seen) {
        Optional<String> primary = seen.configuredPrimary().map(Observation::name);
        List<Source> sources = seen.servers().stream()
                .filter(o -> o.server().role().isPostgres())
                .flatMap(o -> source(o, primary).stream())
                .toList();
        return new CloneOptions(
                seen,
                seen.servers().stream()
                        .filter(o -> o.server().role().isPostgres() && !primary.equals(Optional.of(o.name())))
                        .map(CloneOptions::target)
                        .toList(),
                sources,
                primary,
                sources.stream()
                        .filter(Source::isClose)
                        .filter(s -> seen.configuredPrimary().filter(p -> CloneSource.isFit(seen.find(s.name()).orElseThrow(), p)).isPresent())
                        .min(Comparator.comparingInt(Source::followers)
                                .thenComparing(s -> s.lag().map(ReplicationLag::bytes).orElse(0L))
                                .thenComparing(Source::name))
                        .map(Source::name));
    }

    /// Why this clone cannot be; empty when its hosts are worth a look.
    public Optional<String> obstacle(Request.Clone request) {
        return ClonePlanner.obstacle(seen, request);
    }

    /// Whether a database is there as far as is known: it answers or once did, it was a primary, or its host was seen to hold one.
    public static boolean isFilled(Observation server) {
        return server.aliveAt().isPresent()
                || server.server().isMaster()
                || (server.host() instanceof HostState.Answers host && !host.controlState().isEmpty());
    }

    private static Target target(Observation o) {
        return new Target(o.name(), o.server().enabled(), o.server().setting("clone_method").orElse(""), isFilled(o));
    }

    private static Optional<Source> source(Observation o, Optional<String> primary) {
        return switch (o.state()) {
            case ServerState.Primary p ->
                Optional.of(new Source(o.name(), true, false, Optional.empty(), p.streams().size(), Optional.of(p.clients())))
                        .filter(s -> primary.equals(Optional.of(s.name())));
            case ServerState.Replica r ->
                Optional.of(new Source(o.name(), false, r.isStreaming(), o.lag(), r.streams().size(), r.clients().map(Clients::count)));
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
    }
}
