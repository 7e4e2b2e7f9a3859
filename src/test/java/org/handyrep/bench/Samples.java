package org.handyrep.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Measured times of one kind, in milliseconds, in the order in which they were measured.
final class Samples {

    private final List<Double> millis = new ArrayList<>();

    void add(long nanos) {
        millis.add(nanos / 1e6);
    }

    int count() {
        return millis.size();
    }

    double first() {
        return millis.getFirst();
    }

    double median() {
        List<Double> sorted = millis.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return millis.stream().mapToDouble(m -> m).min().orElseThrow();
    }

    double max() {
        return millis.stream().mapToDouble(m -> m).max().orElseThrow();
    }

    long above(double limit) {
        return millis.stream().filter(m -> m > limit).count();
    }

    /// All of them, sorted.
    String distribution() {
        return millis.stream()
                .sorted()
                .map(m -> String.format(Locale.ROOT, "%.0f", m))
                .collect(Collectors.joining(" "));
    }
}
