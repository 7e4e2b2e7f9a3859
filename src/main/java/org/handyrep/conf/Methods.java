package org.handyrep.conf;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.handyrep.plugin.Kind;

/// Finds the plugin that a `*_method` means, or says why there is none.
final class Methods {

    /// Defaults of the original HandyRep that name plugins which never existed.
    private static final Map<String, String> ALIASES =
            Map.of("selectbypriority", "select_replica_priority", "handyreponeserver", "one_hr_master");

    private final PluginNames known;
    private final Problems problems;

    Methods(PluginNames known, Problems problems) {
        this.known = known;
        this.problems = problems;
    }

    PluginNames known() {
        return known;
    }

    /// The plugin's proper name; the given one when there is no such plugin, which is an error then.
    String resolve(String option, Kind kind, String given, int line) {
        String plain = PluginNames.plain(ALIASES.getOrDefault(PluginNames.plain(given), given));
        for (String name : known.working(kind)) {
            if (PluginNames.plain(name).equals(plain)) {
                return name;
            }
        }
        TreeSet<String> valid = new TreeSet<>(known.working(kind));
        String choice = valid.isEmpty() ? "there is none" : "there are: " + String.join(", ", valid);
        Optional<String> nearest = Nearest.of(given, valid);
        String shown = Printable.hasControls(given) ? "(not printable)" : given;
        Optional<String> existing =
                known.all().stream().filter(n -> PluginNames.plain(n).equals(plain)).findFirst();
        if (existing.isEmpty()) {
            problems.error(line, option + " names the plugin " + shown + ", which does not exist (" + choice + ")", nearest);
            return given;
        }
        for (Kind other : Kind.values()) {
            if (known.working(other).contains(existing.get())) {
                problems.error(
                        line,
                        option + " needs a plugin of kind " + kind.folder() + ", and " + shown + " is of kind "
                                + other.folder() + " (" + choice + ")",
                        nearest);
                return given;
            }
        }
        problems.error(
                line,
                option + " names the plugin " + shown + ", which does not work: "
                        + known.fault(existing.get()).orElse("see the page of plugins"),
                nearest);
        return given;
    }
}
