package org.handyrep.conf.jinja;

import java.util.List;
import java.util.Map;

/// Jinja's tests: what stands after `is`.
final class Questions {

    private Questions() {}

    static boolean of(Expr.Question question, Object value, List<Object> arguments) {
        return of(question.name(), value, arguments, question.line());
    }

    static boolean of(String name, Object value, List<Object> arguments, int line) {
        switch (name) {
            case "defined" -> {
                return !(value instanceof Values.Undefined);
            }
            case "undefined" -> {
                return value instanceof Values.Undefined;
            }
            default -> Values.defined(value, line);
        }
        return switch (name) {
            case "none" -> value == Values.NONE;
            case "true" -> value.equals(true);
            case "false" -> value.equals(false);
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "number" -> Operators.isNumber(value);
            case "integer" -> value instanceof Long;
            case "float" -> value instanceof Double;
            case "mapping" -> value instanceof Map;
            case "iterable", "sequence" -> value instanceof List || value instanceof Map || value instanceof String;
            case "odd" -> integer(value, line) % 2 != 0;
            case "even" -> integer(value, line) % 2 == 0;
            case "divisibleby" -> integer(value, line) % integer(first(name, arguments, line), line) == 0;
            case "lower" -> value instanceof String s && s.equals(s.toLowerCase(java.util.Locale.ROOT));
            case "upper" -> value instanceof String s && s.equals(s.toUpperCase(java.util.Locale.ROOT));
            case "in" -> Operators.contains(first(name, arguments, line), value, line);
            case "eq", "equalto", "sameas" -> Operators.compare("==", value, first(name, arguments, line), line);
            case "ne" -> Operators.compare("!=", value, first(name, arguments, line), line);
            case "lt", "lessthan" -> Operators.compare("<", value, first(name, arguments, line), line);
            case "le" -> Operators.compare("<=", value, first(name, arguments, line), line);
            case "gt", "greaterthan" -> Operators.compare(">", value, first(name, arguments, line), line);
            case "ge" -> Operators.compare(">=", value, first(name, arguments, line), line);
            default -> throw new JinjaException(line, "there is no test " + name);
        };
    }

    private static long integer(Object value, int line) {
        if (!Operators.isNumber(value)) {
            throw new JinjaException(line, Values.text(value, line) + " is not a number");
        }
        return Operators.integer(value);
    }

    private static Object first(String name, List<Object> arguments, int line) {
        if (arguments.isEmpty()) {
            throw new JinjaException(line, "the test " + name + " needs a value");
        }
        return arguments.getFirst();
    }
}
