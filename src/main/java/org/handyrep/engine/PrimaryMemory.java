package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Situation.LastSeen;

/// What is remembered of the primary for the time when it cannot be asked any more.
final class PrimaryMemory {

    /// A client that was not seen for so long does not count any more.
    private static final Duration CLIENTS = Duration.ofMinutes(5);

    /// A burst of writing is forgotten slowly.
    private static final double FADES = 0.8;

    private volatile Optional<LastSeen> last = Optional.empty();
    private double bytes;
    private double transactions;
    private final Map<String, Instant> clients = new LinkedHashMap<>();

    Optional<LastSeen> last() {
        return last;
    }

    /// @param proxies the addresses from which clients come through a proxy; empty when one of them is not known
    void see(ClusterSnapshot snapshot, Optional<Set<String>> proxies) {
        snapshot.configuredPrimary().ifPresent(seen -> {
            if (seen.state() instanceof ServerState.Primary primary) {
                Optional<LastSeen> before = last.filter(l -> l.server().equals(seen.name()));
                if (before.isEmpty()) {
                    clients.clear();
                    bytes = 0;
                    transactions = 0;
                }
                last = Optional.of(new LastSeen(
                        seen.name(), primary.written(), seen.seenAt(), rate(before, primary, seen.seenAt()), direct(primary, seen.seenAt(), proxies),
                        Optional.of(primary), bytesPerCommit(before, primary)));
            }
        });
    }

    private static double rate(Optional<LastSeen> before, ServerState.Primary primary, Instant at) {
        if (before.isEmpty()) {
            return 0;
        }
        double seconds = Duration.between(before.get().at(), at).toMillis() / 1000.0;
        double now = seconds < 0.001 ? 0 : Math.max(0, primary.written().minus(before.get().written())) / seconds;
        return Math.max(now, before.get().bytesPerSecond() * FADES);
    }

    /// Transactions that write get a number each. Some of them are rolled back, and subtransactions get one too, so this is an estimate.
    private OptionalDouble bytesPerCommit(Optional<LastSeen> seen, ServerState.Primary now) {
        Optional<ServerState.Primary> before = seen.flatMap(LastSeen::state);
        if (before.isPresent() && now.nextXid().isPresent() && before.get().nextXid().isPresent()) {
            bytes = bytes * FADES + Math.max(0, now.written().minus(before.get().written()));
            transactions = transactions * FADES + Math.max(0, now.nextXid().getAsLong() - before.get().nextXid().getAsLong());
        }
        return transactions >= 1 && bytes >= 1 ? OptionalDouble.of(bytes / transactions) : OptionalDouble.empty();
    }

    private Optional<List<String>> direct(ServerState.Primary primary, Instant at, Optional<Set<String>> proxies) {
        primary.clientAddresses().ifPresent(now -> now.forEach(address -> clients.put(address, at)));
        clients.values().removeIf(seen -> Duration.between(seen, at).compareTo(CLIENTS) > 0);
        if (primary.clientAddresses().isEmpty() || proxies.isEmpty()) {
            return Optional.empty();
        }
        Set<String> direct = new TreeSet<>(clients.keySet());
        direct.removeAll(proxies.get());
        return Optional.of(List.copyOf(direct));
    }
}
