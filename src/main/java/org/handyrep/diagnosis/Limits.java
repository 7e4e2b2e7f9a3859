package org.handyrep.diagnosis;

import java.time.Duration;

/// The numbers that judging needs beside what was seen.
///
/// @param pollInterval how often the cluster is looked at
/// @param failRetries looks in a row at which nobody heard the primary before the death counts as confirmed
/// @param failWindow for how long nobody must have heard it at least, unless its death is proven on its host
/// @param idleSilence the age of the last message above which a replica's word counts as "it does not hear the primary either";
///     a healthy idle primary says nothing for half of `wal_receiver_timeout`, 28.9 s measured
/// @param lowDisk bytes; a server with less free is told
public record Limits(Duration pollInterval, int failRetries, Duration failWindow, Duration idleSilence, long lowDisk) {

    public static final Duration IDLE_SILENCE = Duration.ofSeconds(35);

    public static Limits of(Duration pollInterval, int failRetries) {
        return of(pollInterval, failRetries, Duration.ZERO);
    }

    /// @param failRetryInterval a silence is believed after `failRetries` times this
    public static Limits of(Duration pollInterval, int failRetries, Duration failRetryInterval) {
        int retries = Math.max(1, failRetries);
        return new Limits(pollInterval, retries, failRetryInterval.multipliedBy(retries), IDLE_SILENCE, 0);
    }

    public Limits withLowDisk(long bytes) {
        return new Limits(pollInterval, failRetries, failWindow, idleSilence, bytes);
    }

    /// The age below which a message of the primary proves that it lives, and above which its absence is suspicious while it writes.
    public Duration fresh() {
        Duration three = pollInterval.multipliedBy(3);
        return three.compareTo(Duration.ofSeconds(10)) > 0 ? three : Duration.ofSeconds(10);
    }
}
