package org.handyrep.conf.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Python's operators on the values of templates.
final class Operators {

    private static final int MOST = 1_000_000;

    private Operators() {}

    static Object binary(String operator, Object left, Object right, int line) {
        Values.defined(left, line);
        Values.defined(right, line);
        if (operator.equals("~")) {
            return Values.text(left, line) + Values.text(right, line);
        }
        if (operator.equals("+") && left instanceof String a && right instanceof String b) {
            return a + b;
        }
        if (operator.equals("+") && left instanceof List<?> a && right instanceof List<?> b) {
            List<Object> all = new ArrayList<>(a);
            all.addAll(b);
            return all;
        }
        if (operator.equals("*") && left instanceof String s && right instanceof Long n) {
            return repeated(s, n, line);
        }
        if (operator.equals("%") && left instanceof String format) {
            return Formatting.format(format, right instanceof List<?> list ? list : List.of(right), line);
        }
        if (!isNumber(left) || !isNumber(right)) {
            throw new JinjaException(line, "cannot calculate " + Values.text(left, line) + " " + operator + " " + Values.text(right, line));
        }
        return whole(left) && whole(right) ? calculated(operator, integer(left), integer(right), line)
                : calculated(operator, decimal(left), decimal(right), line);
    }

    private static String repeated(String s, long n, int line) {
        if (s.length() * Math.max(0, n) > MOST) {
            throw new JinjaException(line, "that text would be too long");
        }
        return s.repeat((int) Math.max(0, n));
    }

    private static Object calculated(String operator, long a, long b, int line) {
        try {
            return switch (operator) {
                case "+" -> Math.addExact(a, b);
                case "-" -> Math.subtractExact(a, b);
                case "*" -> Math.multiplyExact(a, b);
                case "//" -> Math.floorDiv(a, b);
                case "%" -> Math.floorMod(a, b);
                case "**" -> b < 0 ? (Object) Math.pow(a, b) : (Object) BigInteger.valueOf(a).pow((int) Math.min(b, 64)).longValueExact();
                default -> divided(a, b, line);
            };
        } catch (ArithmeticException e) {
            throw new JinjaException(line, b == 0 ? "division by zero" : "the number is too large");
        }
    }

    private static Object calculated(String operator, double a, double b, int line) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "//" -> Math.floor(divided(a, b, line));
            case "%" -> a - Math.floor(divided(a, b, line)) * b;
            case "**" -> Math.pow(a, b);
            default -> divided(a, b, line);
        };
    }

    private static double divided(double a, double b, int line) {
        if (b == 0) {
            throw new JinjaException(line, "division by zero");
        }
        return a / b;
    }

    static boolean compare(String operator, Object left, Object right, int line) {
        Values.defined(left, line);
        Values.defined(right, line);
        return switch (operator) {
            case "==" -> same(left, right);
            case "!=" -> !same(left, right);
            case "in" -> contains(right, left, line);
            case "not in" -> !contains(right, left, line);
            case "<" -> order(left, right, line) < 0;
            case "<=" -> order(left, right, line) <= 0;
            case ">" -> order(left, right, line) > 0;
            default -> order(left, right, line) >= 0;
        };
    }

    static boolean same(Object left, Object right) {
        return isNumber(left) && isNumber(right) ? decimal(left) == decimal(right) : Objects.equals(left, right);
    }

    static boolean contains(Object all, Object one, int line) {
        return switch (all) {
            case String s when one instanceof String part -> s.contains(part);
            case List<?> list -> list.stream().anyMatch(item -> same(item, one));
            case Map<?, ?> map -> map.keySet().stream().anyMatch(key -> same(key, one));
            case Object other -> throw new JinjaException(line, "cannot look for something in " + Values.text(other, line));
        };
    }

    static int order(Object left, Object right, int line) {
        if (isNumber(left) && isNumber(right)) {
            return Double.compare(decimal(left), decimal(right));
        }
        if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        }
        throw new JinjaException(line, "cannot order " + Values.text(left, line) + " and " + Values.text(right, line));
    }

    static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Double || value instanceof Boolean;
    }

    private static boolean whole(Object value) {
        return !(value instanceof Double);
    }

    static long integer(Object value) {
        return value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).longValue();
    }

    static double decimal(Object value) {
        return value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).doubleValue();
    }
}
