package org.handyrep.engine;

import java.time.Duration;

/// How an observer spends its time.
///
/// @param pollInterval from the start of one cycle to the start of the next
/// @param verifyEvery cycles; the first and each one after a new failure is a verify anyway
/// @param deadline for one look at one server; all servers are looked at together, so a black hole costs it once
/// @param notice after which a cycle ends with a primary that did not answer and of which nobody else has a sign of life either
/// @param suspicion after which others are asked about a primary that has not answered yet; also all that a cycle waits for a server that was silent
///     before: its look goes on meanwhile, and a late answer counts in the next cycle
/// @param urgentInterval instead of `pollInterval` while the primary is silent
/// @param heartbeat whether every poll, not only a verify, asks the primary to commit something
/// @param asked a person or a plan waits for it, so that nothing is left to what was known before
public record Timing(
        Duration pollInterval,
        int verifyEvery,
        Duration deadline,
        Duration notice,
        Duration suspicion,
        Duration urgentInterval,
        boolean heartbeat,
        boolean asked) {

    /// As long as a decision about a silent primary may take. After it a look every second is enough, and nothing is left out of it.
    static final Duration URGENCY = Duration.ofSeconds(10);

    /// A busy machine answers late; a deadline below this would call it dead.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration NOTICE = Duration.ofSeconds(1);
    private static final Duration SUSPICION = Duration.ofMillis(250);
    private static final Duration URGENT = Duration.ofMillis(150);
    private static final Duration CALM = Duration.ofSeconds(1);

    public Timing(
            Duration pollInterval, int verifyEvery, Duration deadline, Duration urgentInterval, boolean heartbeat) {
        this(
                pollInterval,
                verifyEvery,
                deadline,
                shorter(deadline, NOTICE),
                shorter(deadline.dividedBy(2), SUSPICION),
                urgentInterval,
                heartbeat,
                false);
    }

    public static Timing of(Duration pollInterval, int verifyEvery) {
        return new Timing(pollInterval, Math.max(1, verifyEvery), PATIENCE, shorter(pollInterval, URGENT), false);
    }

    public Timing withHeartbeat(boolean wished) {
        return new Timing(pollInterval, verifyEvery, deadline, notice, suspicion, urgentInterval, wished, asked);
    }

    /// For the time when nobody has to decide: an operation runs, or the primary has been silent for long.
    Timing calm() {
        return new Timing(pollInterval, verifyEvery, deadline, notice, suspicion, shorter(pollInterval, CALM), heartbeat, asked);
    }

    /// For a look that a person or a plan waits for: a cold program on a busy machine gets its answers late.
    Timing patient() {
        Duration patience = Duration.ofSeconds(10);
        return new Timing(pollInterval, verifyEvery, patience, patience, CALM, urgentInterval, heartbeat, true);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
