package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a filter or a method was given.
record Given(List<Object> inOrder, Map<String, Object> named) {

    static Given of(Expr.Arguments arguments, Scope scope) {
        List<Object> inOrder = new ArrayList<>();
        arguments.inOrder().forEach(a -> inOrder.add(Evaluation.of(a, scope)));
        Map<String, Object> named = new LinkedHashMap<>();
        arguments.named().forEach((name, a) -> named.put(name, Evaluation.of(a, scope)));
        return new Given(inOrder, named);
    }

    /// @param place from 0
    Optional<Object> get(int place, String name) {
        return place < inOrder.size() ? Optional.of(inOrder.get(place)) : Optional.ofNullable(named.get(name));
    }

    Object required(int place, String name, int line) {
        return get(place, name).orElseThrow(() -> new JinjaException(line, name + " is missing"));
    }

    String text(int place, String name, String otherwise, int line) {
        return get(place, name).map(v -> Values.text(v, line)).orElse(otherwise);
    }

    long whole(int place, String name, long otherwise, int line) {
        return get(place, name)
                .map(v -> Operators.isNumber(v) ? Operators.integer(v) : fail(name, line))
                .orElse(otherwise);
    }

    private static long fail(String name, int line) {
        throw new JinjaException(line, name + " is not a number");
    }

    boolean flag(int place, String name, int line) {
        return get(place, name).map(v -> Values.isTrue(v, line)).orElse(false);
    }
}
