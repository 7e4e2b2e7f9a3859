package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a reload keeps: a plugin that worked before and is broken, refused or gone now stays as it was loaded, so that an edit in a hurry takes nothing away from a cluster
/// that is being watched.
final class KeptPlugins {

    private KeptPlugins() {}

    /// @param before by file, as loaded until now
    /// @param now by file, as just read
    /// @param obstacle why nothing of the folder could be used
    static Map<String, PluginEntry> of(
            Map<String, PluginEntry> before, Map<String, PluginEntry> now, Optional<String> obstacle) {
        Map<String, PluginEntry> all = new LinkedHashMap<>(now);
        before.forEach((file, old) -> {
            if (old.type().isEmpty()) {
                return;
            }
            Optional<PluginEntry> next = now.values().stream()
                    .filter(e -> e.source().key().equals(old.source().key()))
                    .filter(e -> e.type().isPresent())
                    .findFirst();
            if (next.isPresent()) {
                return;
            }
            Optional<String> error = Optional.ofNullable(now.get(file)).flatMap(PluginEntry::error);
            String why = obstacle.or(() -> error).orElse(file + " is gone");
            all.put(file, old.kept(why, Optional.ofNullable(now.get(file)).map(PluginEntry::source)));
        });
        return all;
    }
}
