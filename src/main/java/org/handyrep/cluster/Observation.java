package org.handyrep.cluster;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// One server in a snapshot: how it is configured, what was seen, when.
///
/// @param seenAt when `state` was read (wall clock, for people)
/// @param aliveAt when the server last proved that it lives; empty before the first time
/// @param polled what the configured `poll_method` said; empty when it was not asked
/// @param lag what the configured `replication_status_method` said, replicas only
/// @param sightings who else was asked whether this server lives, when it was silent to the console
/// @param proxy connection proxies only; empty when it was not looked at
/// @param hostAt when `host` was looked at; empty when it never was
/// @param replayRate bytes per second that a replica replayed of late while it had more to replay; empty when it never had
public record Observation(
        Server server,
        ServerState state,
        HostState host,
        Instant seenAt,
        Optional<Instant> aliveAt,
        Optional<PollAnswer> polled,
        Optional<ReplicationLag> lag,
        List<Sighting> sightings,
        Optional<ProxyState> proxy,
        Optional<Instant> hostAt,
        OptionalDouble replayRate) {

    public Observation {
        sightings = List.copyOf(sightings);
    }

    public Observation(
            Server server,
            ServerState state,
            HostState host,
            Instant seenAt,
            Optional<Instant> aliveAt,
            Optional<PollAnswer> polled,
            Optional<ReplicationLag> lag,
            List<Sighting> sightings) {
        this(server, state, host, seenAt, aliveAt, polled, lag, sightings, Optional.empty(), Optional.empty(), OptionalDouble.empty());
    }

    public Observation(
            Server server,
            ServerState state,
            HostState host,
            Instant seenAt,
            Optional<Instant> aliveAt,
            Optional<PollAnswer> polled,
            Optional<ReplicationLag> lag) {
        this(server, state, host, seenAt, aliveAt, polled, lag, List.of(), Optional.empty(), Optional.empty(), OptionalDouble.empty());
    }

    /// @param ok the plugin succeeded
    public record PollAnswer(boolean ok, String details) {}

    public Observation withLag(Optional<ReplicationLag> measured) {
        return new Observation(server, state, host, seenAt, aliveAt, polled, measured, sightings, proxy, hostAt, replayRate);
    }

    /// As it would be if it had been seen in another state.
    public Observation withState(ServerState supposed, HostState supposedHost) {
        return new Observation(server, supposed, supposedHost, seenAt, aliveAt, polled, lag, sightings, proxy, hostAt, replayRate);
    }

    public Observation withSightings(List<Sighting> asked) {
        return new Observation(server, state, host, seenAt, aliveAt, polled, lag, asked, proxy, hostAt, replayRate);
    }

    public Observation withProxy(ProxyState seen) {
        return new Observation(server, state, host, seenAt, aliveAt, polled, lag, sightings, Optional.of(seen), hostAt, replayRate);
    }

    public Observation withHostAt(Optional<Instant> looked) {
        return new Observation(server, state, host, seenAt, aliveAt, polled, lag, sightings, proxy, looked, replayRate);
    }

    public Observation withReplayRate(OptionalDouble rate) {
        return new Observation(server, state, host, seenAt, aliveAt, polled, lag, sightings, proxy, hostAt, rate);
    }

    public String name() {
        return server.name();
    }

    /// The space on its disks, as the last look at its host saw it.
    public Optional<Disk> disk() {
        return host instanceof HostState.Answers answers ? answers.disk() : Optional.empty();
    }
}
