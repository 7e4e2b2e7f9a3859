package org.handyrep.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// A journal as it lies on a host: one line that says whose it is, and the lines of the journal.
///
/// @param system identifier of the cluster it is about; empty when it was not known
/// @param console who wrote it last, `anna@desk1`
/// @param lines of the journal, without the first
record CopyText(String system, String console, List<String> lines) {

    private record Head(String system, String console) {}

    CopyText {
        lines = List.copyOf(lines);
    }

    /// How many lines the file has.
    int length() {
        return lines.size() + 1;
    }

    String text() {
        List<String> all = new ArrayList<>();
        all.add(JsonMapper.shared().writeValueAsString(new Head(system, console)));
        all.addAll(lines);
        return String.join("\n", all) + "\n";
    }

    /// Empty when it is none, or was cut before the plan.
    static Optional<CopyText> parse(String text) {
        List<String> all = text.lines().toList();
        if (all.size() < 2) {
            return Optional.empty();
        }
        try {
            Head head = JsonMapper.shared().readValue(all.getFirst(), Head.class);
            return Optional.of(new CopyText(head.system(), head.console(), all.subList(1, all.size())));
        } catch (JacksonException notOurs) {
            return Optional.empty();
        }
    }

    boolean isOf(String cluster) {
        return system.isEmpty() || cluster.isEmpty() || system.equals(cluster);
    }
}
