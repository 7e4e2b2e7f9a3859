package org.handyrep.conf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.Kind;

/// Every option of handyrep.conf. The options of a `[[server]]` are those of `servers` and of `server_defaults`.
public final class ConfOptions {

    public static final List<String> SECTIONS = List.of(
            "handyrep",
            "passwords",
            "failover",
            "extra_failover_commands",
            "archive",
            "server_defaults",
            "servers",
            "plugins");

    public static final List<ConfOption> ALL = declare();

    private ConfOptions() {}

    public static List<ConfOption> of(String section) {
        return ALL.stream().filter(o -> o.section().equals(section)).toList();
    }

    public static Optional<ConfOption> find(String section, String name) {
        return ALL.stream()
                .filter(o -> o.section().equals(section) && o.name().equals(name))
                .findFirst();
    }

    /// The options a `[[server]]` may have, its own before those with a default for all servers.
    public static List<ConfOption> ofServer() {
        List<ConfOption> all = new ArrayList<>(of("servers"));
        of("server_defaults").stream()
                .filter(o -> find("servers", o.name()).isEmpty())
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static List<ConfOption> declare() {
        List<ConfOption> all = new ArrayList<>();
        HandyRepSection.declare(all);
        FailoverSections.declare(all);
        ServerSections.declare(all);
        return List.copyOf(all);
    }

    /// Writes the declarations of one section down.
    record Section(String name, List<ConfOption> into) {

        Section text(String option, String otherwise, String meaning) {
            return add(option, new ValueType.Text(), otherwise, meaning);
        }

        Section list(String option, String meaning) {
            return add(option, new ValueType.ListOfText(), "", meaning);
        }

        Section bool(String option, boolean otherwise, String meaning) {
            return add(option, new ValueType.Bool(), otherwise ? "True" : "False", meaning);
        }

        Section whole(String option, int least, int most, int otherwise, String meaning) {
            return add(option, new ValueType.Whole(least, most), String.valueOf(otherwise), meaning);
        }

        Section path(String option, String otherwise, String meaning) {
            return add(option, new ValueType.FilePath(false), otherwise, meaning);
        }

        Section remotePath(String option, String meaning) {
            return add(option, new ValueType.FilePath(true), "", meaning);
        }

        Section plugin(String option, String otherwise, String meaning) {
            Kind kind = Kind.ofOption(option)
                    .orElseThrow(() -> new IllegalArgumentException("no kind of plugin is named by " + option));
            return add(option, new ValueType.Plugin(kind), otherwise, meaning);
        }

        Section secret(String option, String meaning) {
            into.add(new ConfOption(name, option, new ValueType.Text(), "", meaning, true));
            return this;
        }

        Section add(String option, ValueType type, String otherwise, String meaning) {
            into.add(new ConfOption(name, option, type, otherwise, meaning, false));
            return this;
        }
    }
}
