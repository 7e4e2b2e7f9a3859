package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The value of an expression.
final class Evaluation {

    private Evaluation() {}

    static Object of(Expr expr, Scope scope) {
        return switch (expr) {
            case Expr.Literal literal -> literal.value();
            case Expr.Name name -> scope.get(name.name());
            case Expr.Items items -> list(items.items(), scope);
            case Expr.Dictionary dictionary -> {
                Map<Object, Object> map = new LinkedHashMap<>();
                dictionary.entries().forEach(e -> map.put(of(e.getKey(), scope), of(e.getValue(), scope)));
                yield map;
            }
            case Expr.Attribute attribute -> attribute(attribute, scope);
            case Expr.Index index ->
                index(Values.defined(of(index.of(), scope), index.line()), of(index.index(), scope), index.line());
            case Expr.Slice slice -> slice(slice, scope);
            case Expr.Call call -> call(call, scope);
            case Expr.Filter filter -> Filters.of(filter, of(filter.of(), scope), Given.of(filter.arguments(), scope));
            case Expr.Question question -> {
                boolean yes = Questions.of(question, of(question.of(), scope), list(question.arguments(), scope));
                yield yes != question.negated();
            }
            case Expr.Negative negative -> Operators.binary("*", of(negative.of(), scope), -1L, negative.line());
            case Expr.Not not -> !isTrue(not.of(), scope);
            case Expr.And and -> {
                Object left = of(and.left(), scope);
                yield Values.isTrue(left, and.line()) ? of(and.right(), scope) : left;
            }
            case Expr.Or or -> {
                Object left = of(or.left(), scope);
                yield Values.isTrue(left, or.line()) ? left : of(or.right(), scope);
            }
            case Expr.Binary binary ->
                Operators.binary(binary.operator(), of(binary.left(), scope), of(binary.right(), scope), binary.line());
            case Expr.Compare compare -> compare(compare, scope);
            case Expr.Choice choice ->
                isTrue(choice.condition(), scope)
                        ? of(choice.yes(), scope)
                        : choice.no().map(no -> of(no, scope)).orElse("");
        };
    }

    static boolean isTrue(Expr expr, Scope scope) {
        return Values.isTrue(of(expr, scope), expr.line());
    }

    private static List<Object> list(List<Expr> items, Scope scope) {
        List<Object> all = new ArrayList<>();
        items.forEach(item -> all.add(of(item, scope)));
        return all;
    }

    private static boolean compare(Expr.Compare compare, Scope scope) {
        Object left = of(compare.first(), scope);
        for (Map.Entry<String, Expr> next : compare.rest()) {
            Object right = of(next.getValue(), scope);
            if (!Operators.compare(next.getKey(), left, right, compare.line())) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private static Object attribute(Expr.Attribute attribute, Scope scope) {
        Object of = Values.defined(of(attribute.of(), scope), attribute.line());
        return index(of, attribute.name(), attribute.line());
    }

    /// Missing ones are undefined, as in Jinja, and complain when they are used.
    static Object index(Object of, Object index, int line) {
        Values.defined(index, line);
        Optional<Object> found = switch (of) {
            case Map<?, ?> map -> Optional.ofNullable(map.get(index));
            case List<?> list when index instanceof Long i -> at(list, i);
            case String s when index instanceof Long i -> at(Values.items(s, line), i);
            default -> Optional.empty();
        };
        return found.orElseGet(() -> new Values.Undefined(Values.text(index, line)));
    }

    private static Optional<Object> at(List<?> list, long index) {
        long place = index < 0 ? index + list.size() : index;
        return place >= 0 && place < list.size() ? Optional.of(list.get((int) place)) : Optional.empty();
    }

    private static Object slice(Expr.Slice slice, Scope scope) {
        Object of = Values.defined(of(slice.of(), scope), slice.line());
        List<Object> items = Values.items(of, slice.line());
        long step = bound(slice.step(), 1, scope);
        if (step <= 0) {
            throw new JinjaException(slice.line(), "a slice must have a positive step");
        }
        List<Object> part = new ArrayList<>();
        long to = within(bound(slice.to(), items.size(), scope), items.size());
        for (long i = within(bound(slice.from(), 0, scope), items.size()); i < to; i += step) {
            part.add(items.get((int) i));
        }
        return of instanceof String ? String.join("", part.stream().map(String::valueOf).toList()) : part;
    }

    private static long bound(Optional<Expr> expr, long otherwise, Scope scope) {
        return expr.map(e -> Values.defined(of(e, scope), e.line()) instanceof Long l ? l : otherwise).orElse(otherwise);
    }

    private static long within(long place, int size) {
        return Math.max(0, Math.min(size, place < 0 ? place + size : place));
    }

    private static Object call(Expr.Call call, Scope scope) {
        Given given = Given.of(call.arguments(), scope);
        if (call.function() instanceof Expr.Attribute method) {
            return Methods.call(Values.defined(of(method.of(), scope), call.line()), method.name(), given, call.line());
        }
        if (call.function() instanceof Expr.Name name && name.name().equals("range")) {
            return Methods.range(given, call.line());
        }
        throw new JinjaException(call.line(), "only range and the methods of strings, lists and dictionaries can be called");
    }
}
