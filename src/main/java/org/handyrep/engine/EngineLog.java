package org.handyrep.engine;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// HandyRep's log: the newest lines in memory for windows and `read_log`, every line to the listeners.
public final class EngineLog {

    private static final int KEPT = 5_000;

    private final Clock clock;
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private final List<Consumer<LogLine>> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean verbose;

    public EngineLog(Clock clock) {
        this.clock = clock;
    }

    /// Whether [#detail] writes anything: `log_verbose`.
    public void setVerbose(boolean on) {
        verbose = on;
    }

    /// A line that only a verbose log has.
    public void detail(String category, String message) {
        if (verbose) {
            log(category, "", false, message);
        }
    }

    public void log(String category, String server, boolean isError, String message) {
        LogLine line = new LogLine(clock.instant(), category, server, isError, message);
        synchronized (lines) {
            if (lines.size() == KEPT) {
                lines.removeFirst();
            }
            lines.addLast(line);
        }
        watchers.forEach(w -> w.accept(line));
    }

    /// The newest lines, oldest first.
    public List<LogLine> tail(int most) {
        synchronized (lines) {
            List<LogLine> all = new ArrayList<>(lines);
            return List.copyOf(all.subList(Math.max(0, all.size() - most), all.size()));
        }
    }

    /// The lines in memory first, then each new one.
    public AutoCloseable watch(Consumer<LogLine> watcher) {
        tail(KEPT).forEach(watcher);
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }
}
