package org.handyrep.remote;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Turns words into text of another language so that they stay words: for a POSIX shell, for SQL, for a libpq connection string.
///
/// A NUL character ends a word for all three of them, so it is refused with an [IllegalArgumentException].
public final class Quoting {

    // without a leading dash, name=value would be an assignment where the program stands
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_@%+:,./-]+|--[A-Za-z0-9_-]+=[A-Za-z0-9_@%+:,./-]*");

    private Quoting() {}

    /// One word of a shell line.
    public static String shell(String word) {
        refuseNul(word);
        return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /// A whole shell line of words.
    public static String shell(List<String> words) {
        return words.stream().map(Quoting::shell).collect(Collectors.joining(" "));
    }

    /// A name in SQL: `"my ""table"""`.
    public static String identifier(String name) {
        refuseNul(name);
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// A text constant in SQL, whatever `standard_conforming_strings` is.
    public static String literal(String text) {
        refuseNul(text);
        String doubled = text.replace("'", "''");
        return doubled.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }

    /// One `key='value'` of a libpq connection string.
    public static String conninfo(String key, String value) {
        if (!key.matches("[a-z_]+")) {
            throw new IllegalArgumentException("not a connection parameter: " + key);
        }
        refuseNul(value);
        if (value.matches("[A-Za-z0-9._:/-]+")) {
            return key + "=" + value;
        }
        return key + "='" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /// A quoted value in postgresql.conf or recovery.conf.
    public static String confLiteral(String text) {
        return "'" + confText(text) + "'";
    }

    /// As [#confLiteral(String)] without the quotes around it, for a template that has them.
    public static String confText(String text) {
        refuseNul(text);
        return text.replace("\\", "\\\\").replace("'", "''");
    }

    private static void refuseNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a word with a NUL character cannot be passed on");
        }
    }
}
