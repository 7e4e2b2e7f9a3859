package org.handyrep.conf.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Jinja's filters on texts and numbers; those on lists are in [ListFilters].
final class Filters {

    private Filters() {}

    static Object of(Expr.Filter filter, Object value, Given given) {
        return of(filter.name(), value, given, filter.line());
    }

    static Object of(String name, Object value, Given given, int line) {
        if (name.equals("default") || name.equals("d")) {
            boolean replaced = value instanceof Values.Undefined || (given.flag(1, "boolean", line) && !Values.isTrue(value, line));
            return replaced ? given.get(0, "default_value").orElse("") : value;
        }
        Values.defined(value, line);
        return ofText(name, value, given, line)
                .or(() -> ofNumber(name, value, given, line))
                .or(() -> ListFilters.of(name, value, given, line))
                .orElseThrow(() -> new JinjaException(line, "there is no filter " + name));
    }

    private static Optional<Object> ofText(String name, Object value, Given given, int line) {
        return Optional.ofNullable(switch (name) {
            case "upper" -> text(value, line).toUpperCase(Locale.ROOT);
            case "lower" -> text(value, line).toLowerCase(Locale.ROOT);
            case "capitalize" -> Words.capitalized(text(value, line));
            case "title" -> Words.title(text(value, line));
            case "trim" -> Words.stripped(text(value, line), given.get(0, "chars").map(c -> text(c, line)), true, true);
            case "string" -> text(value, line);
            case "safe" -> value;
            case "escape", "e", "forceescape" ->
                text(value, line).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
                        .replace("\"", "&#34;");
            case "replace" -> replaced(text(value, line), given, line);
            case "center" -> centered(text(value, line), (int) given.whole(0, "width", 80, line));
            case "indent" -> Words.indented(
                    text(value, line),
                    given.get(0, "width").map(w -> w instanceof String s ? s : " ".repeat((int) given.whole(0, "width", 4, line)))
                            .orElse("    "),
                    given.flag(1, "first", line),
                    given.flag(2, "blank", line));
            case "wordcount" -> (long) text(value, line).strip().split("\\s+").length;
            case "format" -> Formatting.format(text(value, line), given.inOrder(), line);
            case "tojson" -> json(value);
            default -> null;
        });
    }

    private static String text(Object value, int line) {
        return Values.text(value, line);
    }

    private static String json(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(Filters::json).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> json(String.valueOf(e.getKey())) + ": " + json(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case String s ->
                JsonMapper.shared().writeValueAsString(s).replace("<", "\\u003c").replace(">", "\\u003e")
                        .replace("&", "\\u0026").replace("'", "\\u0027");
            case Object other -> other == Values.NONE ? "null" : other.toString();
        };
    }

    private static String replaced(String s, Given given, int line) {
        String old = text(given.required(0, "old", line), line);
        String by = text(given.required(1, "new", line), line);
        long count = given.whole(2, "count", -1, line);
        if (count < 0) {
            return s.replace(old, by);
        }
        StringBuilder out = new StringBuilder();
        int at = 0;
        for (long i = 0; i < count; i++) {
            int found = s.indexOf(old, at);
            if (found < 0) {
                break;
            }
            out.append(s, at, found).append(by);
            at = found + old.length();
        }
        return out.append(s.substring(at)).toString();
    }

    private static String centered(String s, int width) {
        int gap = Math.max(0, width - s.length());
        int left = gap / 2 + (gap & width & 1);
        return " ".repeat(left) + s + " ".repeat(gap - left);
    }

    private static Optional<Object> ofNumber(String name, Object value, Given given, int line) {
        return Optional.ofNullable(switch (name) {
            case "int" -> whole(value, given.get(0, "default").orElse(0L));
            case "float" -> decimal(value, given.get(0, "default").orElse(0.0));
            case "abs" -> value instanceof Long l ? (Object) Math.abs(l) : (Object) Math.abs(number(value, line));
            case "round" -> rounded(value, given, line);
            default -> null;
        });
    }

    private static double number(Object value, int line) {
        if (!Operators.isNumber(value)) {
            throw new JinjaException(line, text(value, line) + " is not a number");
        }
        return Operators.decimal(value);
    }

    private static Object whole(Object value, Object otherwise) {
        if (Operators.isNumber(value)) {
            return Operators.integer(value);
        }
        String text = String.valueOf(value).strip();
        if (text.matches("[-+]?\\d{1,18}")) {
            return Long.valueOf(text);
        }
        Object decimal = decimal(value, Values.NONE);
        return decimal instanceof Double d ? (Object) d.longValue() : otherwise;
    }

    private static Object decimal(Object value, Object otherwise) {
        if (Operators.isNumber(value)) {
            return Operators.decimal(value);
        }
        String text = String.valueOf(value).strip();
        return text.matches("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?") ? (Object) Double.valueOf(text) : otherwise;
    }

    private static Object rounded(Object value, Given given, int line) {
        double number = number(value, line);
        int precision = (int) given.whole(0, "precision", 0, line);
        RoundingMode mode = switch (given.text(1, "method", "common", line)) {
            case "ceil" -> RoundingMode.CEILING;
            case "floor" -> RoundingMode.FLOOR;
            case "common" -> RoundingMode.HALF_EVEN;
            default -> throw new JinjaException(line, "round knows common, ceil and floor");
        };
        if (mode == RoundingMode.HALF_EVEN && value instanceof Long) {
            return value;
        }
        BigDecimal exact = mode == RoundingMode.HALF_EVEN ? new BigDecimal(number) : new BigDecimal(Double.toString(number));
        return exact.setScale(precision, mode).doubleValue();
    }

    /// Kept apart so that a list filter may use any other.
    static Object each(String name, Object value, List<Object> arguments, int line) {
        return of(name, value, new Given(new ArrayList<>(arguments), Map.of()), line);
    }
}
