package org.handyrep.conf;

import java.util.LinkedHashMap;
import java.util.Map;

/// A section as it stands in the file, filled by [ConfParser] only.
record ConfSection(String name, Spot at, Map<String, ConfValue> values, Map<String, ConfSection> sections) {

    static ConfSection empty(String name, Spot at) {
        return new ConfSection(name, at, new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    /// A section below this one; an empty one when it is not there.
    ConfSection section(String wanted) {
        ConfSection found = sections.get(wanted);
        return found == null ? empty(wanted, new Spot(0, 0)) : found;
    }
}
