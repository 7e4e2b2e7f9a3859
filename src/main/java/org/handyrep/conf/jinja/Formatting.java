package org.handyrep.conf.jinja;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Python's `%` on strings: `%s`, `%d`, `%05d`, `%.2f`, `%x`, `%%`.
final class Formatting {

    private static final Pattern PLACE = Pattern.compile("%([-0+ ]*)(\\d{0,3})(?:\\.(\\d{1,2}))?([sdixfr%])");

    private Formatting() {}

    static String format(String format, List<?> values, int line) {
        Matcher place = PLACE.matcher(format);
        StringBuilder out = new StringBuilder();
        int used = 0;
        int end = 0;
        while (place.find()) {
            out.append(format, end, place.start());
            end = place.end();
            if (place.group(4).equals("%")) {
                out.append('%');
                continue;
            }
            if (used >= values.size()) {
                throw new JinjaException(line, "there are not enough values for " + format);
            }
            out.append(one(place, values.get(used++), line));
        }
        if (used < values.size()) {
            throw new JinjaException(line, "there are too many values for " + format);
        }
        return out.append(format.substring(end)).toString();
    }

    private static String one(Matcher place, Object value, int line) {
        String shape = "%" + place.group(1) + place.group(2);
        return switch (place.group(4)) {
            case "d", "i", "x", "f" -> {
                if (!Operators.isNumber(value)) {
                    throw new JinjaException(line, Values.text(value, line) + " is not a number");
                }
                yield place.group(4).equals("f")
                        ? String.format(Locale.ROOT, shape + "." + (place.group(3) == null ? "6" : place.group(3)) + "f", Operators.decimal(value))
                        : String.format(Locale.ROOT, shape + (place.group(4).equals("x") ? "x" : "d"), Operators.integer(value));
            }
            default -> String.format(Locale.ROOT, shape.replace("0", "").replace("+", "") + "s", Values.text(value, line));
        };
    }
}
