package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Python's methods of strings and dictionaries, as far as templates use them, and `range`.
final class Methods {

    private static final int MOST = 100_000;

    private Methods() {}

    static Object call(Object of, String name, Given given, int line) {
        Optional<Object> answer = switch (of) {
            case String s -> Optional.ofNullable(ofString(s, name, given, line));
            case Map<?, ?> map -> Optional.ofNullable(ofMap(map, name, given, line));
            case List<?> list when name.equals("index") -> Optional.of(indexIn(list, given.required(0, "value", line), line));
            case List<?> list when name.equals("count") ->
                Optional.of(list.stream().filter(v -> Operators.same(v, given.required(0, "value", line))).count());
            default -> Optional.empty();
        };
        return answer.orElseThrow(() -> new JinjaException(line, "there is no method " + name + " here"));
    }

    private static @org.jspecify.annotations.Nullable Object ofString(String s, String name, Given given, int line) {
        return switch (name) {
            case "upper" -> s.toUpperCase(Locale.ROOT);
            case "lower" -> s.toLowerCase(Locale.ROOT);
            case "capitalize" -> Words.capitalized(s);
            case "title" -> Words.title(s);
            case "strip" -> Words.stripped(s, given.get(0, "chars").map(c -> Values.text(c, line)), true, true);
            case "lstrip" -> Words.stripped(s, given.get(0, "chars").map(c -> Values.text(c, line)), true, false);
            case "rstrip" -> Words.stripped(s, given.get(0, "chars").map(c -> Values.text(c, line)), false, true);
            case "replace" ->
                s.replace(Values.text(given.required(0, "old", line), line), Values.text(given.required(1, "new", line), line));
            case "startswith" -> s.startsWith(Values.text(given.required(0, "prefix", line), line));
            case "endswith" -> s.endsWith(Values.text(given.required(0, "suffix", line), line));
            case "find" -> (long) s.indexOf(Values.text(given.required(0, "sub", line), line));
            case "count" -> (long) s.split(Pattern.quote(Values.text(given.required(0, "sub", line), line)), -1).length - 1;
            case "join" ->
                String.join(s, Values.items(given.required(0, "items", line), line).stream().map(v -> Values.text(v, line)).toList());
            case "split" -> split(s, given, line);
            case "splitlines" -> new ArrayList<Object>(s.lines().toList());
            case "isdigit" -> !s.isEmpty() && s.chars().allMatch(Character::isDigit);
            default -> null;
        };
    }

    private static List<Object> split(String s, Given given, int line) {
        Optional<String> separator = given.get(0, "sep").map(v -> Values.text(v, line));
        if (separator.isEmpty()) {
            return s.isBlank() ? new ArrayList<>() : new ArrayList<>(List.of((Object[]) s.strip().split("\\s+")));
        }
        int limit = (int) given.whole(1, "maxsplit", -1, line);
        return new ArrayList<>(List.of((Object[]) s.split(Pattern.quote(separator.get()), limit < 0 ? -1 : limit + 1)));
    }

    private static @org.jspecify.annotations.Nullable Object ofMap(Map<?, ?> map, String name, Given given, int line) {
        return switch (name) {
            case "items" -> {
                List<Object> all = new ArrayList<>();
                map.forEach((key, value) -> all.add(List.of(key, value)));
                yield all;
            }
            case "keys" -> new ArrayList<Object>(map.keySet());
            case "values" -> new ArrayList<Object>(map.values());
            case "get" -> {
                Object found = map.get(given.required(0, "key", line));
                yield found != null ? found : given.get(1, "default").orElse(Values.NONE);
            }
            default -> null;
        };
    }

    private static Object indexIn(List<?> list, Object value, int line) {
        for (int i = 0; i < list.size(); i++) {
            if (Operators.same(list.get(i), value)) {
                return (long) i;
            }
        }
        throw new JinjaException(line, Values.text(value, line) + " is not in the list");
    }

    static List<Object> range(Given given, int line) {
        boolean two = given.inOrder().size() > 1;
        long from = two ? given.whole(0, "start", 0, line) : 0;
        long to = given.whole(two ? 1 : 0, "stop", 0, line);
        long step = given.whole(2, "step", 1, line);
        if (step == 0 || Math.abs((to - from) / step) > MOST) {
            throw new JinjaException(line, "that range cannot be counted");
        }
        List<Object> all = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            all.add(i);
        }
        return all;
    }
}
