package org.handyrep.ui.common;

import java.util.Arrays;
import java.util.Locale;

/// What a search field finds: every word typed occurs in some of the texts, upper and lower case alike.
public final class TextFilter {

    private TextFilter() {}

    public static boolean matches(String query, String... texts) {
        String all = String.join("\n", texts).toLowerCase(Locale.ROOT);
        return Arrays.stream(query.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .allMatch(all::contains);
    }
}
