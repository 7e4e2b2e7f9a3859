package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value of `synchronous_standby_names`: so many of these must confirm each commit.
///
/// @param kind `FIRST` or `ANY`; empty for the bare list and for `2 (…)` of PostgreSQL 9.6
/// @param counted whether the number was written
/// @param names `*` means everybody
record SyncNames(String kind, boolean counted, int needed, List<String> names) {

    static final String EVERYBODY = "*";

    private static final Pattern FORM = Pattern.compile("(?is)\\s*(?:(FIRST|ANY)\\s+)?([0-9]+)\\s*\\((.*)\\)\\s*");

    SyncNames {
        names = List.copyOf(names);
    }

    /// Empty when nobody is waited for.
    static Optional<SyncNames> parse(String value) {
        if (value.isBlank()) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(value);
        if (!form.matches()) {
            return Optional.of(new SyncNames("", false, 1, list(value)));
        }
        String kind = form.group(1) == null ? "" : form.group(1).toUpperCase(Locale.ROOT);
        return Optional.of(new SyncNames(kind, true, Integer.parseInt(form.group(2)), list(form.group(3))));
    }

    SyncNames with(int number, List<String> others) {
        return new SyncNames(kind, counted, number, others);
    }

    /// As PostgreSQL reads it, in the form in which it was written.
    String text() {
        String list = String.join(", ", names.stream().map(SyncNames::quoted).toList());
        return counted ? (kind.isEmpty() ? "" : kind + " ") + needed + " (" + list + ")" : list;
    }

    /// `first` and `any` are words of its grammar.
    private static String quoted(String name) {
        boolean plain = name.equals(EVERYBODY)
                || name.matches("[A-Za-z_][A-Za-z0-9_]*") && !name.equalsIgnoreCase("first") && !name.equalsIgnoreCase("any");
        return plain ? name : "\"" + name.replace("\"", "\"\"") + "\"";
    }

    private static List<String> list(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String word : splitOutsideQuotes(text)) {
            String name = word.strip();
            names.add(name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")
                    ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                    : name);
        }
        names.remove("");
        return List.copyOf(names);
    }

    private static List<String> splitOutsideQuotes(String list) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (char c : list.toCharArray()) {
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }
}
