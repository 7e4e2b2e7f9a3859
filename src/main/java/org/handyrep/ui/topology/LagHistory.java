package org.handyrep.ui.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The lag of each replica over the last polls, for the small curve on its stream. Belongs to one thread.
public final class LagHistory {

    /// How many polls are kept.
    public static final int LENGTH = 60;

    private final Map<String, Deque<Long>> bytes = new HashMap<>();
    private long lastSnapshot = -1;

    /// Takes the lags of a snapshot; the same snapshot twice counts once.
    public void add(long snapshotNumber, List<Edge> edges) {
        if (snapshotNumber == lastSnapshot) {
            return;
        }
        lastSnapshot = snapshotNumber;
        bytes.keySet().retainAll(edges.stream().map(Edge::to).toList());
        for (Edge e : edges) {
            Deque<Long> past = bytes.computeIfAbsent(e.to(), k -> new ArrayDeque<>());
            past.addLast(Math.max(0, e.lagBytes()));
            while (past.size() > LENGTH) {
                past.removeFirst();
            }
        }
    }

    /// Oldest first.
    public List<Long> of(String replica) {
        Deque<Long> past = bytes.get(replica);
        return past == null ? List.of() : List.copyOf(past);
    }
}
