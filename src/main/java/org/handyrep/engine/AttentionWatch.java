package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.plan.check.Attention;

/// Notices when the machine slept, its clock jumped or the program stood still between two cycles: what was seen before says nothing about now.
///
/// A monotonic clock stands still while most systems sleep and goes on while others do, so both signs are looked for.
final class AttentionWatch {

    private static final Duration JUMP = Duration.ofSeconds(2);
    private static final Duration STANDSTILL = Duration.ofSeconds(30);

    private final Supplier<Duration> pollInterval;
    private boolean begun;
    private Instant lastAt = Instant.EPOCH;
    private long lastNanos;
    private long counted;
    private int polls;
    private int agreeing;
    private String disturbance = "";
    private String last = "";

    AttentionWatch(Supplier<Duration> pollInterval) {
        this.pollInterval = pollInterval;
    }

    synchronized Attention now() {
        return new Attention(polls, disturbance, agreeing);
    }

    /// Takes note of a cycle.
    ///
    /// @param verdict its code
    synchronized void see(ClusterSnapshot snapshot, String verdict) {
        String disturbed = begun ? disturbance(snapshot) : "";
        begun = true;
        lastAt = snapshot.takenAt();
        lastNanos = snapshot.nanos();
        if (!disturbed.isEmpty()) {
            disturbance = disturbed;
            polls = 0;
            agreeing = 0;
            last = "";
            counted = lastNanos;
            return;
        }
        // While the primary is silent there are many looks in a second; only those at the usual distance are polls here.
        if (polls > 0 && lastNanos - counted < pollInterval.get().toNanos() * 9 / 10) {
            return;
        }
        counted = lastNanos;
        polls++;
        if (agreeing < Attention.AGREEING) {
            String seen = verdict + " " + snapshot.servers().stream()
                    .map(o -> o.name() + o.state().getClass().getSimpleName())
                    .collect(Collectors.joining(" "));
            agreeing = seen.equals(last) ? agreeing + 1 : 1;
            last = seen;
        }
    }

    private String disturbance(ClusterSnapshot snapshot) {
        Duration ticked = Duration.ofNanos(snapshot.nanos() - lastNanos);
        Duration jumped = Duration.between(lastAt, snapshot.takenAt()).minus(ticked);
        if (jumped.abs().compareTo(JUMP) > 0) {
            return "this machine slept or its clock was set, by " + jumped.toSeconds() + " s";
        }
        Duration longest = pollInterval.get().multipliedBy(3).plus(STANDSTILL);
        return ticked.compareTo(longest) > 0 ? "nothing was looked at for " + ticked.toSeconds() + " s" : "";
    }
}
