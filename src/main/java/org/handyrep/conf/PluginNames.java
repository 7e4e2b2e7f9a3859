package org.handyrep.conf;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.plugin.Kind;

/// The plugins that handyrep.conf may name, each spelled as it should be written there (`promote_pg_ctl`).
public interface PluginNames {

    /// The plugins that can do this job and work.
    Set<String> working(Kind kind);

    /// Every plugin there is, broken ones too.
    Set<String> all();

    /// Why a plugin of [#all()] does not work, if it does not.
    default Optional<String> fault(String name) {
        return Optional.empty();
    }

    /// Whether a key of the plugin's section is declared secret.
    default boolean isSecret(String plugin, String key) {
        return false;
    }

    /// What two names that mean the same plugin have in common: case and underscores do not count.
    static String plain(String name) {
        return name.strip().replace("_", "").toLowerCase(Locale.ROOT);
    }

    /// A fixed set of working plugins.
    static PluginNames of(Map<Kind, Set<String>> working) {
        Map<Kind, Set<String>> fixed = Map.copyOf(working);
        Set<String> all = new HashSet<>();
        fixed.values().forEach(all::addAll);
        return new PluginNames() {
            @Override
            public Set<String> working(Kind kind) {
                return fixed.getOrDefault(kind, Set.of());
            }

            @Override
            public Set<String> all() {
                return Set.copyOf(all);
            }
        };
    }
}
