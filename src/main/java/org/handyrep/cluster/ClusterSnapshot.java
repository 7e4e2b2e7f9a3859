package org.handyrep.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The whole cluster as one cycle of the observer saw it. Immutable; it asks nothing of the world.
///
/// @param number counts the cycles of this run of the program
/// @param nanos monotonic clock at the end of the cycle, for all arithmetic with time
/// @param verified whether this cycle was a verify (ssh, write probe) and not only a poll
/// @param archiving how WAL archiving goes, as the archive plugins said last; empty when they are not asked
/// @param took from the start of the cycle to its end
public record ClusterSnapshot(
        String clusterName,
        long number,
        Instant takenAt,
        long nanos,
        boolean verified,
        List<Observation> servers,
        Optional<Observation.PollAnswer> archiving,
        Duration took) {

    public ClusterSnapshot {
        servers = List.copyOf(servers);
    }

    public ClusterSnapshot(
            String clusterName, long number, Instant takenAt, long nanos, boolean verified, List<Observation> servers) {
        this(clusterName, number, takenAt, nanos, verified, servers, Optional.empty(), Duration.ZERO);
    }

    public ClusterSnapshot withArchiving(Optional<Observation.PollAnswer> answer) {
        return new ClusterSnapshot(clusterName, number, takenAt, nanos, verified, servers, answer, took);
    }

    /// The same cycle, had it seen this.
    public ClusterSnapshot withServers(List<Observation> supposed) {
        return new ClusterSnapshot(clusterName, number, takenAt, nanos, verified, supposed, archiving, took);
    }

    public ClusterSnapshot thatTook(Duration time) {
        return new ClusterSnapshot(clusterName, number, takenAt, nanos, verified, servers, archiving, time);
    }

    /// The monotonic clock at the start of the cycle.
    public long began() {
        return nanos - took.toNanos();
    }

    /// How old what was read at that moment was at the end of this cycle: never less than nothing, never more than the cycle where the wall clock jumped in it.
    public Duration since(Instant readInThisCycle) {
        Duration age = Duration.between(readInThisCycle, takenAt);
        return age.isNegative() ? Duration.ZERO : age.compareTo(took) > 0 ? took : age;
    }

    public Optional<Observation> find(String name) {
        return servers.stream().filter(o -> o.name().equals(name)).findFirst();
    }

    /// The one enabled server that is configured as master; empty when there is none or more than one.
    public Optional<Observation> configuredPrimary() {
        List<Observation> masters = servers.stream()
                .filter(o -> o.server().isMaster() && o.server().enabled())
                .toList();
        return masters.size() == 1 ? Optional.of(masters.getFirst()) : Optional.empty();
    }

    /// Enabled servers configured as replica.
    public List<Observation> replicas() {
        return servers.stream()
                .filter(o -> o.server().isReplica() && o.server().enabled())
                .toList();
    }

    /// Everything that was seen out of recovery, whatever its configured role.
    public List<Observation> writable() {
        return servers.stream()
                .filter(o -> o.state() instanceof ServerState.Primary)
                .toList();
    }

    /// Of the cluster: what the configured primary says, or else most of those that are not disabled; empty while none was in session. The same answers make the same.
    public String systemIdentifier() {
        return configuredPrimary()
                .map(o -> systemIdentifier(o.state()))
                .filter(id -> !id.isEmpty())
                .or(() -> commonest(o -> o.server().enabled()))
                .or(() -> commonest(o -> true))
                .orElse("");
    }

    private Optional<String> commonest(Predicate<Observation> which) {
        return servers.stream()
                .filter(which)
                .map(o -> systemIdentifier(o.state()))
                .filter(id -> !id.isEmpty())
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    private static String systemIdentifier(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> p.facts().systemIdentifier();
            case ServerState.Replica r -> r.facts().systemIdentifier();
            case ServerState.Rejecting r -> "";
            case ServerState.Unreachable u -> "";
            case ServerState.NotPolled n -> "";
        };
    }
}
