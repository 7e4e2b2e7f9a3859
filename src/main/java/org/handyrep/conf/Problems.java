package org.handyrep.conf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Collects everything that is wrong with one file, so that all of it is told at once.
final class Problems {

    private final Path file;
    private final List<ConfProblem> found = new ArrayList<>();

    Problems(Path file) {
        this.file = file;
    }

    void error(int line, String message) {
        error(line, message, Optional.empty());
    }

    void error(int line, String message, Optional<String> nearest) {
        found.add(new ConfProblem(file, line, ConfProblem.Severity.ERROR, message, nearest));
    }

    void warning(int line, String message) {
        warning(line, message, Optional.empty());
    }

    void warning(int line, String message, Optional<String> nearest) {
        found.add(new ConfProblem(file, line, ConfProblem.Severity.WARNING, message, nearest));
    }

    boolean hasErrors() {
        return found.stream().anyMatch(ConfProblem::isError);
    }

    List<ConfProblem> byLine() {
        return found.stream().sorted(Comparator.comparingInt(ConfProblem::line)).distinct().toList();
    }
}
