package org.handyrep.cli;

import java.io.PrintStream;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;

/// Tells a terminal how far an operation is that takes long: a line for each new word, never more than a few in a second.
final class ProgressLine {

    private static final long REST = 900_000_000L;

    private final PrintStream terminal;
    private String last = "";
    private long shownAt;

    ProgressLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    synchronized void show(ClusterView view) {
        view.operation().flatMap(Operation::progress).ifPresent(progress -> {
            String sentence = progress.sentence();
            long now = System.nanoTime();
            boolean phase = !sentence.startsWith(last.replaceFirst(":.*", "")) || last.isEmpty();
            if (!sentence.equals(last) && (phase || now - shownAt > REST)) {
                last = sentence;
                shownAt = now;
                terminal.println(sentence);
            }
        });
    }
}
