package org.handyrep.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/// Prints rows of times, with the load of the machine, which decides what they are worth.
final class Table {

    private static final String ROW = "%-44s %4s %8s %8s %8s %8s%n";

    private final StringBuilder text = new StringBuilder();

    Table(String title) {
        text.append('\n').append(title).append(" (ms; ").append(load()).append(" before)\n");
        text.append(String.format(Locale.ROOT, ROW, "", "n", "first", "min", "median", "max"));
    }

    Table row(String what, Samples samples) {
        text.append(String.format(
                Locale.ROOT,
                ROW,
                what,
                samples.count(),
                number(samples.first()),
                number(samples.min()),
                number(samples.median()),
                number(samples.max())));
        return this;
    }

    Table line(String sentence) {
        text.append(sentence).append('\n');
        return this;
    }

    void print() {
        System.out.println(text.append(load()).append(" after\n"));
    }

    static String load() {
        return String.format(
                Locale.ROOT,
                "load %.1f on %d cores",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.getRuntime().availableProcessors());
    }

    private static String number(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }
}
