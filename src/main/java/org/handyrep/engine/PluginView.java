package org.handyrep.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.plugin.Setting;

/// One file of the plugins folder.
///
/// @param kind the folder first, then what else it can be used as
/// @param error compiler message with line, or why it was refused; empty when it loaded
/// @param kept what is wrong with the file now, when an earlier version of it stays in use; empty otherwise
/// @param excerpt the lines around the one that the error names; empty when it names none
/// @param values its section in handyrep.conf as far as it is written there, secrets masked, by key
public record PluginView(
        String name,
        String kind,
        String file,
        List<String> usedBy,
        List<Setting> settings,
        Optional<String> error,
        Optional<String> kept,
        List<String> excerpt,
        Map<String, Value> values) {

    /// @param origin `handyrep.conf:12`
    public record Value(String text, String origin) {}

    public PluginView {
        usedBy = List.copyOf(usedBy);
        settings = List.copyOf(settings);
        excerpt = List.copyOf(excerpt);
        values = Map.copyOf(values);
    }

    public PluginView(
            String name, String kind, String file, List<String> usedBy, List<Setting> settings, Optional<String> error) {
        this(name, kind, file, usedBy, settings, error, Optional.empty(), List.of(), Map.of());
    }

    PluginView withValues(Map<String, Value> all) {
        return new PluginView(name, kind, file, usedBy, settings, error, kept, excerpt, all);
    }

    /// What is wrong with the file as it is now, in use or not.
    public Optional<String> fault() {
        return error.or(() -> kept);
    }
}
