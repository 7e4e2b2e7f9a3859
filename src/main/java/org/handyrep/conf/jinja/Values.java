package org.handyrep.conf.jinja;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The values of templates: String, Long, Double, Boolean, List, Map, [#NONE], [Undefined]. As text they look as in Python.
final class Values {

    /// Python's None.
    static final Object NONE = new Object() {
        @Override
        public String toString() {
            return "None";
        }
    };

    /// A name without a value.
    record Undefined(String name) {}

    private Values() {}

    static Object of(@Nullable Object value) {
        return switch (value) {
            case null -> NONE;
            case String s -> s;
            case Boolean b -> b;
            case Long l -> l;
            case Double d -> d;
            case Float f -> f.doubleValue();
            case Number n -> n.longValue();
            case Map<?, ?> map -> {
                Map<Object, Object> all = new LinkedHashMap<>();
                map.forEach((key, v) -> all.put(of(key), of(v)));
                yield all;
            }
            case Iterable<?> items -> {
                List<Object> all = new ArrayList<>();
                items.forEach(item -> all.add(of(item)));
                yield all;
            }
            default -> value == NONE || value instanceof Undefined ? value : value.toString();
        };
    }

    static boolean isTrue(Object value, int line) {
        return switch (defined(value, line)) {
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Long l -> l != 0;
            case Double d -> d != 0;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Object other -> other != NONE;
        };
    }

    static Object defined(Object value, int line) {
        if (value instanceof Undefined undefined) {
            throw new JinjaException(line, "no value for " + undefined.name());
        }
        return value;
    }

    static List<Object> items(Object value, int line) {
        return switch (defined(value, line)) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String s -> new ArrayList<>(s.codePoints().mapToObj(Character::toString).toList());
            case Object other -> throw new JinjaException(line, "cannot loop over " + text(other, line));
        };
    }

    /// As Python's `str` gives it.
    static String text(Object value, int line) {
        return switch (defined(value, line)) {
            case String s -> s;
            case Object other -> literal(other, line);
        };
    }

    /// As Python's `repr` gives it.
    private static String literal(Object value, int line) {
        return switch (defined(value, line)) {
            case String s -> quoted(s);
            case Boolean b -> b ? "True" : "False";
            case Double d -> decimal(d);
            case List<?> list ->
                list.stream().map(v -> literal(v, line)).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> literal(e.getKey(), line) + ": " + literal(e.getValue(), line))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Object other -> other.toString();
        };
    }

    private static String quoted(String s) {
        char quote = s.contains("'") && !s.contains("\"") ? '"' : '\'';
        String escaped = s.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
        return quote + (quote == '\'' ? escaped.replace("'", "\\'") : escaped) + quote;
    }

    private static String decimal(double d) {
        if (Double.isNaN(d) || Double.isInfinite(d)) {
            return Double.isNaN(d) ? "nan" : d > 0 ? "inf" : "-inf";
        }
        double size = Math.abs(d);
        if (size != 0 && (size < 1e-4 || size >= 1e16)) {
            String text = Double.toString(d).replace(".0E", "E");
            String[] parts = text.split("E");
            int exponent = Integer.parseInt(parts[1]);
            return parts[0] + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        }
        String plain = new BigDecimal(Double.toString(d)).toPlainString();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
