package org.handyrep.plan;

import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Check.Level;
import org.handyrep.plugin.cloning.Progress;

/// Whether a copy of another server than the primary would stream from the primary in the end: it begins in the history of the server that is copied, where that
/// one is, and needs from the primary all WAL since then.
final class CloneSource {

    /// Bytes behind up to which a replica is as good a source as the primary.
    static final long CLOSE = 16L << 20;

    private static final int RECEIVER_IS_SHOWN = 90600;

    private CloneSource() {}

    /// Why it never would; empty when it may.
    static Optional<String> obstacle(Observation source, Observation upstream) {
        if (source.name().equals(upstream.name()) || !(upstream.state() instanceof ServerState.Primary primary)) {
            return Optional.empty();
        }
        return switch (source.state()) {
            case ServerState.Primary p ->
                Optional.of(source.name() + " takes writes itself: a copy of it could not follow " + upstream.name());
            case ServerState.Replica r -> apart(r, primary, upstream.name())
                    .or(() -> lost(r, primary, upstream.name()))
                    .map(why -> source.name() + " " + why + ": a copy of it could not follow " + upstream.name());
            case ServerState.Rejecting r -> Optional.empty();
            case ServerState.Unreachable u -> Optional.empty();
            case ServerState.NotPolled n -> Optional.empty();
        };
    }

    private static Optional<String> apart(ServerState.Replica replica, ServerState.Primary primary, String upstream) {
        Facts own = replica.facts();
        Facts line = primary.facts();
        if (own.timeline() == 0 || line.timeline() == 0 || !own.systemIdentifier().equals(line.systemIdentifier())) {
            return Optional.empty();
        }
        if (own.timeline() > line.timeline()) {
            return Optional.of("is on timeline " + own.timeline() + ", which " + upstream + " (timeline " + line.timeline() + ") does not know");
        }
        Optional<Lsn> fork = Histories.fork(own, line).or(() -> line.leftTimeline(own.timeline()));
        return fork.filter(replica.position()::isAfter)
                .map(at -> "left the history of " + upstream + " at " + at + ", and has WAL up to " + replica.position());
    }

    private static Optional<String> lost(ServerState.Replica replica, ServerState.Primary primary, String upstream) {
        Optional<String> slot = Followers.slot(replica);
        boolean isLost = !replica.isStreaming() && primary.slots().stream()
                .anyMatch(s -> slot.equals(Optional.of(s.name())) && s.walStatus().equals(Optional.of("lost")));
        return isLost ? Optional.of("needs WAL that " + upstream + " has removed, as its slot " + slot.orElseThrow() + " shows") : Optional.empty();
    }

    /// What lets the copy stream late, or not at all.
    static void check(Checks checks, Observation source, Observation upstream) {
        if (!(source.state() instanceof ServerState.Replica replica) || !(upstream.state() instanceof ServerState.Primary primary)) {
            return;
        }
        String name = source.name();
        long behind = Math.max(0, primary.written().minus(replica.replayed()));
        String needs = name + " is " + Progress.size(behind) + " behind " + upstream.name() + ", and the copy needs all of that from there before it streams";
        String state = isHidden(replica) ? name + " does not show whether it streams" : name + " gets no WAL by streaming now";
        checks.expect(
                replica.isStreaming(), "source streams", name + " streams", Level.WARNING,
                state + ": where " + upstream.name() + " has removed WAL that it lacks, the copy never streams either; " + needs);
        boolean paused = replica.replayPaused();
        checks.expect(
                behind <= Math.max(CLOSE, (long) source.server().lagLimit() << 20) && !paused, "source lag", name + " is " + Progress.size(behind) + " behind " + upstream.name(),
                Level.WARNING, needs + (paused ? "; its replay is paused" : ""));
        int delay = replica.facts().number("recovery_min_apply_delay", 0);
        if (delay > 0) {
            checks.warn("source delay", name + " replays " + delay / 1000 + " s late on purpose (recovery_min_apply_delay): the copy begins as far behind, and needs that WAL from "
                    + upstream.name());
        }
    }

    private static boolean isHidden(ServerState.Replica replica) {
        return replica.facts().versionNumber() < RECEIVER_IS_SHOWN || replica.receiver().filter(r -> r.status().equals("hidden")).isPresent();
    }

    /// Whether it is worth a suggestion.
    static boolean isFit(Observation source, Observation upstream) {
        Checks checks = new Checks();
        check(checks, source, upstream);
        return obstacle(source, upstream).isEmpty() && checks.list().stream().allMatch(c -> c.level() == Level.OK);
    }
}
