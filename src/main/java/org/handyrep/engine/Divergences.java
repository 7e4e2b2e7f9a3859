package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Shell;

/// Finds out what writable servers of one cluster do not have in common: the fork from their histories, the commits after it from their WAL, on their hosts.
final class Divergences {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final ClusterSnapshot snapshot;
    private final Function<Server, Shell> shells;

    private Divergences(ClusterSnapshot snapshot, Function<Server, Shell> shells) {
        this.snapshot = snapshot;
        this.shells = shells;
    }

    /// Empty when fewer than two servers take writes.
    static Divergence of(ClusterSnapshot snapshot, Function<Server, Shell> shells) {
        return new Divergences(snapshot, shells).find();
    }

    private Divergence find() {
        Map<Observation, ServerState.Primary> rivals = rivals(snapshot);
        if (rivals.size() < 2) {
            return new Divergence(Optional.empty(), List.of(), List.of());
        }
        Optional<Lsn> fork = fork(List.copyOf(rivals.values()));
        List<CompletableFuture<Divergence.Branch>> asked = new ArrayList<>();
        rivals.forEach((seen, primary) -> asked.add(CompletableFuture.supplyAsync(
                () -> branch(seen, primary, fork),
                task -> Thread.ofVirtual().name("commits of " + seen.name()).start(task))));
        List<Divergence.Branch> branches = asked.stream().map(CompletableFuture::join).toList();
        Optional<String> configured = snapshot.configuredPrimary().map(Observation::name);
        return new Divergence(fork, branches, DivergenceAdvice.of(branches, configured));
    }

    /// Of the system that the configured primary belongs to.
    static Map<Observation, ServerState.Primary> rivals(ClusterSnapshot snapshot) {
        String system = snapshot.systemIdentifier();
        Map<Observation, ServerState.Primary> rivals = new TreeMap<>(java.util.Comparator.comparing(Observation::name));
        for (Observation seen : snapshot.writable()) {
            if (seen.state() instanceof ServerState.Primary p
                    && (system.isEmpty() || p.facts().systemIdentifier().equals(system))) {
                rivals.put(seen, p);
            }
        }
        return rivals;
    }

    /// The first position at which any two part.
    static Optional<Lsn> fork(List<ServerState.Primary> rivals) {
        List<Lsn> forks = new ArrayList<>();
        for (int i = 0; i < rivals.size(); i++) {
            for (int j = i + 1; j < rivals.size(); j++) {
                Histories.fork(rivals.get(i).facts(), rivals.get(j).facts()).ifPresent(forks::add);
            }
        }
        return forks.stream().min(Lsn::compareTo);
    }

    private Divergence.Branch branch(Observation seen, ServerState.Primary primary, Optional<Lsn> fork) {
        Commits commits = fork.map(from -> commits(seen.server(), primary, from))
                .orElseGet(() -> Commits.unknown("the servers' histories do not tell where they parted"));
        return new Divergence.Branch(
                seen.name(),
                primary.facts().timeline(),
                primary.written(),
                fork.map(from -> OptionalLong.of(Math.max(0, primary.written().minus(from)))).orElse(OptionalLong.empty()),
                commits.count(),
                commits.first(),
                commits.last(),
                primary.clients(),
                proxiesTo(seen.name()),
                commits.problem());
    }

    private Commits commits(Server server, ServerState.Primary primary, Lsn fork) {
        Commits all = Commits.NONE;
        for (Histories.Stretch stretch : Histories.from(primary.facts(), fork)) {
            Lsn end = stretch.to().filter(to -> primary.written().isAfter(to)).orElse(primary.written());
            if (end.isAfter(stretch.from())) {
                CommandResult result = shells.apply(server)
                        .run(WalScripts.commits(server, primary.facts().majorVersion(), stretch.timeline(), stretch.from(), end)
                                .within(LONGEST));
                all = all.and(Commits.of(result));
            }
        }
        return all;
    }

    private List<String> proxiesTo(String server) {
        return snapshot.servers().stream()
                .filter(o -> o.server().enabled() && o.server().role().isProxy())
                .filter(o -> o.proxy().map(ProxyState::routes).orElse(List.of()).stream()
                        .anyMatch(r -> !r.readOnly() && r.server().filter(server::equals).isPresent()))
                .map(Observation::name)
                .toList();
    }

    /// Transactions committed in a stretch of WAL.
    ///
    /// @param count empty when its WAL cannot be read
    record Commits(OptionalLong count, Optional<Instant> first, Optional<Instant> last, String problem) {

        static final Commits NONE = new Commits(OptionalLong.of(0), Optional.empty(), Optional.empty(), "");

        static Commits unknown(String why) {
            return new Commits(OptionalLong.empty(), Optional.empty(), Optional.empty(), why);
        }

        static Commits of(CommandResult result) {
            return result instanceof CommandResult.Exited e && e.status() == 0
                    ? WalScripts.parse(e.output())
                    : unknown("its commits cannot be counted: " + result.describe());
        }

        Commits and(Commits later) {
            return new Commits(
                    count.isPresent() && later.count.isPresent()
                            ? OptionalLong.of(count.getAsLong() + later.count.getAsLong())
                            : OptionalLong.empty(),
                    first.or(later::first),
                    later.last.or(this::last),
                    problem.isEmpty() ? later.problem : problem);
        }
    }
}
