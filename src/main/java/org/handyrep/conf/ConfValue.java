package org.handyrep.conf;

import java.util.List;

/// A key's value as it stands in the file.
///
/// @param isList whether it was written with a comma
record ConfValue(List<String> items, boolean isList, Spot at) {
    ConfValue {
        items = List.copyOf(items);
    }

    boolean isBlank() {
        return items.stream().allMatch(String::isBlank);
    }

    String text() {
        return String.join(", ", items);
    }
}
