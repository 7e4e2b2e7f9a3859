package org.handyrep.faults;

import java.util.ArrayList;
import java.util.List;

/// What happened in one sequence of faults, with its times, for whoever has to understand a failure.
final class Story {

    private final List<String> lines = new ArrayList<>();
    private final long begun = System.nanoTime();

    void tell(String line) {
        lines.add("%.1f s: %s".formatted((System.nanoTime() - begun) / 1e9, line));
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
