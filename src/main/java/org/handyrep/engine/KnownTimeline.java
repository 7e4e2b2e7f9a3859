package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.ServerState;

/// The timeline of a replica that does not stream.
///
/// Only its WAL receiver tells it at once; the control file is behind until the next restartpoint. While its postmaster is the same a replica never goes back
/// to an older timeline, so what was seen while it streamed still holds.
final class KnownTimeline {

    private KnownTimeline() {}

    static ServerState of(ServerState seen, Optional<ServerState> before) {
        return seen instanceof ServerState.Replica now
                        && before.orElse(seen) instanceof ServerState.Replica then
                        && isSame(now.facts(), then.facts())
                        && then.facts().timeline() > now.facts().timeline()
                ? with(now, then.facts())
                : seen;
    }

    private static boolean isSame(Facts now, Facts then) {
        return now.systemIdentifier().equals(then.systemIdentifier()) && now.startedAt().equals(then.startedAt());
    }

    private static ServerState.Replica with(ServerState.Replica now, Facts known) {
        Facts f = now.facts();
        return new ServerState.Replica(
                new Facts(
                        f.systemIdentifier(),
                        f.versionNumber(),
                        f.version(),
                        f.dataDirectory(),
                        known.timeline(),
                        f.startedAt(),
                        f.settings(),
                        known.history()),
                now.received(),
                now.replayed(),
                now.receiver(),
                now.replayPaused(),
                now.replayDelay(),
                now.upstream(),
                now.streams(),
                now.slots(),
                now.clients());
    }
}
