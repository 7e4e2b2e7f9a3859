package org.handyrep.conf.jinja;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What Jinja's filters do to words and lines.
final class Words {

    private static final Pattern WORD = Pattern.compile("([-\\s({\\[<]+)");

    private Words() {}

    static String capitalized(String s) {
        return s.isEmpty() ? s : s.substring(0, 1).toUpperCase(Locale.ROOT) + s.substring(1).toLowerCase(Locale.ROOT);
    }

    static String title(String s) {
        StringBuilder out = new StringBuilder();
        var gap = WORD.matcher(s);
        int end = 0;
        while (gap.find()) {
            out.append(capitalized(s.substring(end, gap.start()))).append(gap.group());
            end = gap.end();
        }
        return out.append(capitalized(s.substring(end))).toString();
    }

    /// @param chars which ones to take away; white space without
    static String stripped(String s, Optional<String> chars, boolean left, boolean right) {
        int from = 0;
        int to = s.length();
        while (left && from < to && goes(s.charAt(from), chars)) {
            from++;
        }
        while (right && to > from && goes(s.charAt(to - 1), chars)) {
            to--;
        }
        return s.substring(from, to);
    }

    private static boolean goes(char c, Optional<String> chars) {
        return chars.map(all -> all.indexOf(c) >= 0).orElse(Character.isWhitespace(c));
    }

    static String indented(String s, String with, boolean first, boolean blank) {
        String rest = s.lines().skip(1)
                .map(l -> "\n" + (l.isEmpty() && !blank ? l : with + l))
                .collect(Collectors.joining());
        String begin = s.lines().findFirst().orElse("");
        String end = s.endsWith("\n") ? "\n" + (blank ? with : "") : "";
        return (first ? with : "") + begin + rest + end;
    }
}
