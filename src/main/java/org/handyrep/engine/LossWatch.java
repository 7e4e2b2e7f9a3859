package org.handyrep.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.remote.IdleSession;
import org.jspecify.annotations.Nullable;

/// Keeps an idle session with the primary and tells at once when it ends. It judges nothing, and asks nothing of a server that is not well: a session
/// is opened only after a cycle in which the primary was in session, and the more seldom the shorter the last ones with this primary lived.
final class LossWatch implements AutoCloseable {

    private final Function<Server, Optional<IdleSession>> open;
    private final Runnable lost;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration LONG_LIFE = Duration.ofSeconds(10);

    private @Nullable Watch current;
    private Duration wait = Duration.ZERO;
    private boolean silent;
    private boolean closed;

    /// @param lost called when a session ended or could not be opened, at most once for each cycle that saw the primary well; must return at once
    LossWatch(Function<Server, Optional<IdleSession>> open, Runnable lost) {
        this.open = open;
        this.lost = lost;
    }

    /// Takes note of a cycle. Returns at once.
    synchronized void after(ClusterSnapshot snapshot) {
        Optional<Observation> primary = snapshot.configuredPrimary();
        boolean well = primary.map(o -> o.state() instanceof ServerState.Primary).orElse(false);
        Watch watch = current;
        if (closed || !well || primary.isEmpty()) {
            silent = true;
            return;
        }
        Server server = primary.get().server();
        // After a silence the old session may be dead without knowing.
        boolean another = watch != null && !watch.server.address().equals(server.address());
        if (watch != null && (silent || another)) {
            watch.close();
            watch = null;
        }
        if (another) {
            wait = Duration.ZERO;
        }
        silent = false;
        if (watch == null || watch.isOver()) {
            Watch next = new Watch(server, wait);
            current = next;
            Thread.ofVirtual().name("loss watch of " + server.name()).start(next::run);
        }
    }

    /// A session that could not be opened is as good a reason to look as one that ended: the cycle may have seen the last of the primary.
    private void ended(Duration life) {
        synchronized (this) {
            Duration longer = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
            wait = life.compareTo(LONG_LIFE) > 0 ? Duration.ZERO : longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
        }
        lost.run();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null) {
            current.close();
        }
    }

    /// One session, from its opening to its end.
    private final class Watch {
        private final Server server;
        private @Nullable IdleSession session;
        private final Duration delay;
        private final long begun = System.nanoTime();
        private boolean over;

        Watch(Server server, Duration delay) {
            this.server = server;
            this.delay = delay;
        }

        void run() {
            try {
                Thread.sleep(delay);
            } catch (InterruptedException e) {
                return;
            }
            Optional<IdleSession> opened = isOver() ? Optional.empty() : open.apply(server);
            boolean told = opened.isPresent() ? begin(opened.get()) && opened.get().awaitEnd() : !isOver();
            close();
            if (told) {
                ended(Duration.ofNanos(System.nanoTime() - begun).minus(delay));
            }
        }

        private synchronized boolean begin(IdleSession made) {
            if (over) {
                made.close();
                return false;
            }
            session = made;
            return true;
        }

        synchronized boolean isOver() {
            return over;
        }

        synchronized void close() {
            over = true;
            if (session != null) {
                session.close();
            }
        }
    }
}
