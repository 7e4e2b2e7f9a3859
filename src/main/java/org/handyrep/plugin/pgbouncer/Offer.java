package org.handyrep.plugin.pgbouncer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.handyrep.cluster.Server;

/// The names that a pgbouncer is to offer, and where each is to lead.
///
/// @param names databases that clients write to, without a double
/// @param readonlySuffix makes the read-only name of each; empty for none
/// @param allReplicas one read-only name for each replica, numbered from 1
/// @param parameters added to each definition as they are
public record Offer(List<String> names, String readonlySuffix, boolean allReplicas, String parameters) {

    public Offer {
        names = List.copyOf(new LinkedHashSet<>(names));
    }

    /// @param database the name on the server
    public record Entry(String name, boolean readOnly, Server target, String database) {}

    /// Why this cannot be written, or nothing.
    public Optional<String> obstacle(Server primary, List<Server> readers) {
        Set<String> seen = new LinkedHashSet<>();
        for (Entry entry : entries(primary, readers)) {
            Optional<String> obstacle = IniText.nameObstacle(entry.name())
                    .or(() -> IniText.hostObstacle(entry.target().hostname()))
                    .or(() -> seen.add(entry.name())
                            ? Optional.empty()
                            : Optional.of("the name " + entry.name() + " would be written twice: readonly_suffix makes it from another"));
            if (obstacle.isPresent()) {
                return obstacle;
            }
        }
        return IniText.parametersObstacle(parameters);
    }

    public List<Entry> entries(Server primary, List<Server> readers) {
        List<Entry> entries = new ArrayList<>();
        names.forEach(name -> entries.add(new Entry(name, false, primary, name)));
        if (readonlySuffix.isEmpty()) {
            return entries;
        }
        List<Server> targets = readers.isEmpty() ? List.of(primary) : readers;
        for (String name : names) {
            if (!allReplicas) {
                entries.add(new Entry(name + readonlySuffix, true, targets.getFirst(), name));
                continue;
            }
            for (int i = 0; i < targets.size(); i++) {
                entries.add(new Entry(name + readonlySuffix + (i + 1), true, targets.get(i), name));
            }
        }
        return entries;
    }

    /// The value of `dbsection`.
    public String section(Server primary, List<Server> readers) {
        List<String> lines = new ArrayList<>();
        if (!readonlySuffix.isEmpty() && readers.isEmpty()) {
            lines.add("; no replica runs: the read-only names lead to the primary");
        }
        for (Entry entry : entries(primary, readers)) {
            String line = entry.name() + " = host=" + IniText.value(entry.target().hostname()) + " port="
                    + entry.target().port() + " dbname=" + IniText.value(entry.database());
            lines.add(parameters.isBlank() ? line : line + " " + parameters.strip());
        }
        return String.join("\n", lines);
    }

    /// Whether a name that a pgbouncer offers is meant for reading.
    public boolean isReadOnly(String name) {
        return !readonlySuffix.isEmpty()
                && names.stream().anyMatch(n -> allReplicas
                        ? name.matches(Pattern.quote(n + readonlySuffix) + "[1-9][0-9]*")
                        : name.equals(n + readonlySuffix));
    }
}
