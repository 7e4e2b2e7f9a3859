package org.handyrep.ui.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handyrep.engine.Engine.PluginTest;
import org.handyrep.engine.PluginView;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// One plugin file with what its last test said.
record PluginRow(PluginView plugin, List<PluginTest> tests) {

    PluginRow {
        tests = List.copyOf(tests);
    }

    static List<PluginRow> of(List<PluginView> plugins, List<PluginTest> tests) {
        Map<String, List<PluginTest>> byName = tests.stream().collect(Collectors.groupingBy(PluginTest::plugin));
        return plugins.stream()
                .map(p -> new PluginRow(p, byName.getOrDefault(p.name(), List.of())))
                .toList();
    }

    Mark mark() {
        if (plugin.error().isPresent()) {
            return plugin.usedBy().isEmpty() ? Mark.WARNING : Mark.DOWN;
        }
        if (plugin.kept().isPresent()) {
            return Mark.WARNING;
        }
        if (tests.isEmpty()) {
            return plugin.usedBy().isEmpty() ? Mark.SKIPPED : Mark.UNKNOWN;
        }
        return failures() == 0 ? Mark.OK : Mark.WARNING;
    }

    /// What is known of it in two or three words.
    String state() {
        if (plugin.error().isPresent()) {
            return "does not load";
        }
        if (plugin.kept().isPresent()) {
            return "broken, old one in use";
        }
        if (tests.isEmpty()) {
            return plugin.usedBy().isEmpty() ? "not used" : "not tested";
        }
        return failures() == 0 ? "test passed" : Formats.count(failures(), "failure");
    }

    /// `promotion_method of john, paul`: an option once, with all its servers.
    String usedBy() {
        Map<String, List<String>> servers = new LinkedHashMap<>();
        for (String use : plugin.usedBy()) {
            String[] parts = use.split(" of ", 2);
            List<String> names = servers.computeIfAbsent(parts[0], option -> new ArrayList<>());
            if (parts.length == 2) {
                names.add(parts[1]);
            }
        }
        return servers.entrySet().stream()
                .map(e -> e.getValue().isEmpty() ? e.getKey() : e.getKey() + " of " + String.join(", ", e.getValue()))
                .collect(Collectors.joining("; "));
    }

    private long failures() {
        return tests.stream().filter(t -> !t.outcome().succeeded()).count();
    }

    /// What is wrong with the file and the lines it is about; empty when nothing is.
    Optional<String> fault() {
        return plugin.fault().map(why -> {
            List<String> lines = new ArrayList<>();
            plugin.kept().ifPresent(k -> lines.add("The file is broken. What was loaded before stays in use until the file is mended."));
            lines.add(why);
            if (!plugin.excerpt().isEmpty()) {
                lines.add("");
                lines.addAll(plugin.excerpt());
            }
            return String.join("\n", lines);
        });
    }

    /// Fault and tests as lines for people.
    String details() {
        StringBuilder text = new StringBuilder();
        text.append(plugin.usedBy().isEmpty() ? "Nothing in handyrep.conf names it.\n\n" : "Used by " + usedBy() + "\n\n");
        fault().ifPresent(f -> text.append(f).append("\n\n"));
        if (tests.isEmpty()) {
            text.append(plugin.error().isPresent() ? "" : "Not tested since the window was opened.\n");
        } else {
            text.append("Last test\n");
            tests.forEach(t -> text.append(t.outcome().succeeded() ? "  ok    " : "  FAIL  ")
                    .append(t.server().isEmpty() || t.outcome().details().startsWith(t.server()) ? "" : t.server() + ": ")
                    .append(t.outcome().details())
                    .append('\n'));
        }
        return text.toString();
    }
}
