package org.handyrep.engine;

import java.util.List;
import org.handyrep.conf.Conf;

/// One option in force, for the configuration page. Secrets arrive masked.
///
/// @param origin `handyrep.conf:12`, `default`, `servers.save`
public record OptionView(String section, String name, String value, String origin, String documentation) {

    static List<OptionView> all(Conf conf) {
        return conf.options().stream()
                .map(o -> new OptionView(o.section(), o.name(), o.value(), o.origin(), o.documentation()))
                .toList();
    }
}
