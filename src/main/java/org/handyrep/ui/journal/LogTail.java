package org.handyrep.ui.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.engine.LogLine;

/// Lines on their way from the engine to the window: any thread adds, the window takes what has come since.
///
/// The window may be slow or hidden: then the oldest lines are dropped, never the program's memory.
public final class LogTail {

    private final int limit;
    private final ArrayDeque<LogLine> waiting = new ArrayDeque<>();

    public LogTail(int limit) {
        this.limit = limit;
    }

    /// @return whether the window has to be told; it is told once until it takes
    public synchronized boolean add(LogLine line) {
        boolean first = waiting.isEmpty();
        waiting.addLast(line);
        if (waiting.size() > limit) {
            waiting.removeFirst();
        }
        return first;
    }

    public synchronized List<LogLine> take() {
        List<LogLine> lines = new ArrayList<>(waiting);
        waiting.clear();
        return lines;
    }
}
