package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Jinja's filters on lists.
final class ListFilters {

    private ListFilters() {}

    static Optional<Object> of(String name, Object value, Given given, int line) {
        return Optional.ofNullable(switch (name) {
            case "length", "count" ->
                value instanceof Map<?, ?> map ? (long) map.size() : (long) Values.items(value, line).size();
            case "first" -> edge(Values.items(value, line), true);
            case "last" -> edge(Values.items(value, line), false);
            case "list" -> Values.items(value, line);
            case "join" ->
                String.join(
                        given.text(0, "d", "", line),
                        picked(value, given.get(1, "attribute"), line).stream().map(v -> Values.text(v, line)).toList());
            case "sort" -> sorted(value, given, line);
            case "unique" -> unique(value, given, line);
            case "reverse" -> reversed(value, line);
            case "min" -> Values.items(value, line).stream().min(order(false, line)).orElse(new Values.Undefined("min of nothing"));
            case "max" -> Values.items(value, line).stream().max(order(false, line)).orElse(new Values.Undefined("max of nothing"));
            case "sum" -> picked(value, given.get(0, "attribute"), line).stream()
                    .reduce(given.get(1, "start").orElse(0L), (a, b) -> Operators.binary("+", a, b, line));
            case "map" -> mapped(value, given, line);
            case "select" -> chosen(value, given, true, line);
            case "reject" -> chosen(value, given, false, line);
            case "selectattr" -> chosenBy(value, given, true, line);
            case "rejectattr" -> chosenBy(value, given, false, line);
            case "dictsort" -> {
                List<Object> items = Values.items(Methods.call(value, "items", given, line), line);
                items.sort((a, b) -> order(false, line).compare(((List<?>) a).getFirst(), ((List<?>) b).getFirst()));
                yield items;
            }
            case "items" -> Methods.call(value, "items", given, line);
            default -> null;
        });
    }

    private static Object edge(List<Object> items, boolean first) {
        return items.isEmpty()
                ? new Values.Undefined((first ? "the first" : "the last") + " of nothing")
                : first ? items.getFirst() : items.getLast();
    }

    private static List<Object> picked(Object value, Optional<Object> attribute, int line) {
        List<Object> items = Values.items(value, line);
        return attribute.isEmpty() ? items : items.stream().map(item -> path(item, attribute.get(), line)).toList();
    }

    /// `a.b` goes down two steps.
    private static Object path(Object item, Object attribute, int line) {
        if (!(attribute instanceof String names)) {
            return Evaluation.index(item, attribute, line);
        }
        Object at = item;
        for (String name : names.split("\\.")) {
            Object key = name.matches("\\d{1,9}") ? (Object) Long.valueOf(name) : name;
            at = Evaluation.index(Values.defined(at, line), key, line);
        }
        return at;
    }

    private static List<Object> sorted(Object value, Given given, int line) {
        Comparator<Object> order = order(given.flag(1, "case_sensitive", line), line);
        Optional<Object> attribute = given.get(2, "attribute");
        List<Object> items = new ArrayList<>(Values.items(value, line));
        Comparator<Object> whole = (a, b) -> attribute.isEmpty()
                ? order.compare(a, b)
                : order.compare(path(a, attribute.get(), line), path(b, attribute.get(), line));
        items.sort(given.flag(0, "reverse", line) ? whole.reversed() : whole);
        return items;
    }

    private static Comparator<Object> order(boolean caseSensitive, int line) {
        return (a, b) -> Operators.order(folded(Values.defined(a, line), caseSensitive), folded(Values.defined(b, line), caseSensitive), line);
    }

    private static Object folded(Object value, boolean caseSensitive) {
        return value instanceof String s && !caseSensitive ? s.toLowerCase(Locale.ROOT) : value;
    }

    private static List<Object> unique(Object value, Given given, int line) {
        List<Object> seen = new ArrayList<>();
        List<Object> all = new ArrayList<>();
        boolean caseSensitive = given.flag(0, "case_sensitive", line);
        for (Object item : Values.items(value, line)) {
            Object folded = folded(item, caseSensitive);
            if (!Operators.contains(seen, folded, line)) {
                seen.add(folded);
                all.add(item);
            }
        }
        return all;
    }

    private static Object reversed(Object value, int line) {
        if (value instanceof String s) {
            return new StringBuilder(s).reverse().toString();
        }
        List<Object> items = new ArrayList<>(Values.items(value, line));
        Collections.reverse(items);
        return items;
    }

    private static List<Object> mapped(Object value, Given given, int line) {
        if (given.named().containsKey("attribute")) {
            return picked(value, given.get(99, "attribute"), line).stream()
                    .map(v -> v instanceof Values.Undefined ? given.named().getOrDefault("default", v) : v)
                    .toList();
        }
        String filter = given.text(0, "filter", "", line);
        List<Object> arguments = given.inOrder().stream().skip(1).toList();
        return Values.items(value, line).stream().map(v -> Filters.each(filter, v, arguments, line)).toList();
    }

    private static List<Object> chosen(Object value, Given given, boolean yes, int line) {
        List<Object> arguments = given.inOrder().stream().skip(1).toList();
        return Values.items(value, line).stream()
                .filter(v -> yes == (given.inOrder().isEmpty()
                        ? Values.isTrue(v, line)
                        : Questions.of(given.text(0, "test", "", line), v, arguments, line)))
                .toList();
    }

    private static List<Object> chosenBy(Object value, Given given, boolean yes, int line) {
        Object attribute = given.required(0, "attribute", line);
        List<Object> arguments = given.inOrder().stream().skip(2).toList();
        return Values.items(value, line).stream()
                .filter(v -> {
                    Object at = path(v, attribute, line);
                    return yes == (given.inOrder().size() < 2
                            ? Values.isTrue(at, line)
                            : Questions.of(given.text(1, "test", "", line), at, arguments, line));
                })
                .toList();
    }
}
