package org.handyrep.conf;

import java.util.List;

/// A checked value and where it comes from.
///
/// @param line 0 for a default
record Setting(List<String> items, int line, String origin) {
    Setting {
        items = List.copyOf(items);
    }

    String text() {
        return String.join(", ", items);
    }

    boolean isBlank() {
        return items.stream().allMatch(String::isBlank);
    }
}
