package org.handyrep.cluster;

import java.time.Duration;
import java.util.Optional;

/// The WAL receiver of a replica (`pg_stat_wal_receiver`, PostgreSQL 9.6 and later).
///
/// A status of `streaming` is no proof that the sender lives: only the age of the last message is.
///
/// @param messageAge since the last message of the sender, by the replica's clock
/// @param senderHost PostgreSQL 11 and later
public record Receiver(
        String status,
        int timeline,
        Optional<Duration> messageAge,
        Optional<String> senderHost,
        Optional<Integer> senderPort,
        Optional<String> slot) {

    public boolean isStreaming() {
        return status.equals("streaming");
    }

    /// `host:port` that it is connected to, as its `primary_conninfo` names it; empty when the console may not see that.
    public Optional<String> sender() {
        return senderHost.flatMap(host -> senderPort.map(port -> host + ":" + port));
    }
}
