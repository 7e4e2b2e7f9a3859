package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.conf.jinja.Token.Kind;

/// Makes expressions of tokens, with Jinja's precedence.
final class ExprParser {

    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> WORDS = Set.of("and", "or", "not", "in", "is", "if", "else", "elif");

    private final Tokens tokens;

    ExprParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /// `a` or `a, b`.
    Expr tuple() {
        return tuple(expression());
    }

    /// For the head of a loop, where `if` begins the loop's own condition.
    Expr tupleWithoutChoice() {
        return tuple(or());
    }

    private Expr tuple(Expr first) {
        if (!tokens.sees(Kind.OPERATOR, ",")) {
            return first;
        }
        List<Expr> items = new ArrayList<>(List.of(first));
        while (tokens.takesOperator(",")) {
            items.add(or());
        }
        return new Expr.Items(first.line(), items);
    }

    Expr expression() {
        Expr value = or();
        while (tokens.sees(Kind.NAME, "if")) {
            int line = tokens.next().line();
            Expr condition = or();
            Optional<Expr> no = tokens.takesName("else") ? Optional.of(expression()) : Optional.empty();
            value = new Expr.Choice(line, condition, value, no);
        }
        return value;
    }

    private Expr or() {
        Expr left = and();
        while (tokens.sees(Kind.NAME, "or")) {
            left = new Expr.Or(tokens.next().line(), left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (tokens.sees(Kind.NAME, "and")) {
            left = new Expr.And(tokens.next().line(), left, not());
        }
        return left;
    }

    private Expr not() {
        if (tokens.sees(Kind.NAME, "not")) {
            return new Expr.Not(tokens.next().line(), not());
        }
        return compare();
    }

    private Expr compare() {
        Expr first = sum();
        List<Map.Entry<String, Expr>> rest = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            if (token.kind() == Kind.OPERATOR && COMPARISONS.contains(token.text())) {
                tokens.next();
                rest.add(Map.entry(token.text(), sum()));
            } else if (tokens.takesName("in")) {
                rest.add(Map.entry("in", sum()));
            } else if (token.is(Kind.NAME, "not") && tokens.peek(1).is(Kind.NAME, "in")) {
                tokens.next();
                tokens.next();
                rest.add(Map.entry("not in", sum()));
            } else {
                return rest.isEmpty() ? first : new Expr.Compare(first.line(), first, rest);
            }
        }
    }

    private Expr sum() {
        Expr left = concatenation();
        while (tokens.sees(Kind.OPERATOR, "+") || tokens.sees(Kind.OPERATOR, "-")) {
            Token operator = tokens.next();
            left = new Expr.Binary(operator.line(), operator.text(), left, concatenation());
        }
        return left;
    }

    private Expr concatenation() {
        Expr left = product();
        while (tokens.sees(Kind.OPERATOR, "~")) {
            left = new Expr.Binary(tokens.next().line(), "~", left, product());
        }
        return left;
    }

    private Expr product() {
        Expr left = power();
        while (tokens.peek().kind() == Kind.OPERATOR && Set.of("*", "/", "//", "%").contains(tokens.peek().text())) {
            Token operator = tokens.next();
            left = new Expr.Binary(operator.line(), operator.text(), left, power());
        }
        return left;
    }

    private Expr power() {
        Expr left = unary(true);
        while (tokens.sees(Kind.OPERATOR, "**")) {
            left = new Expr.Binary(tokens.next().line(), "**", left, unary(true));
        }
        return left;
    }

    private Expr unary(boolean filtered) {
        int line = tokens.line();
        Expr value;
        if (tokens.takesOperator("-")) {
            value = new Expr.Negative(line, unary(false));
        } else if (tokens.takesOperator("+")) {
            value = unary(false);
        } else {
            value = postfix(primary());
        }
        return filtered ? filtered(value) : value;
    }

    private Expr primary() {
        Token token = tokens.peek();
        int line = token.line();
        switch (token.kind()) {
            case INTEGER -> {
                return new Expr.Literal(line, number(tokens.next()));
            }
            case FLOAT -> {
                return new Expr.Literal(line, Double.valueOf(tokens.next().text()));
            }
            case STRING -> {
                StringBuilder text = new StringBuilder();
                while (tokens.peek().kind() == Kind.STRING) {
                    text.append(tokens.next().text());
                }
                return new Expr.Literal(line, text.toString());
            }
            case NAME -> {
                if (!WORDS.contains(token.text())) {
                    return name(tokens.next());
                }
            }
            case OPERATOR -> {
                if (tokens.takesOperator("(")) {
                    Expr inner = tokens.sees(Kind.OPERATOR, ")") ? new Expr.Items(line, List.of()) : tuple();
                    tokens.expectOperator(")");
                    return inner;
                }
                if (tokens.takesOperator("[")) {
                    return new Expr.Items(line, list("]"));
                }
                if (tokens.takesOperator("{")) {
                    return dictionary(line);
                }
            }
            case TEXT, OUTPUT, BLOCK, END, EOF -> {}
        }
        throw tokens.unexpected("a value");
    }

    private static Object number(Token token) {
        try {
            return Long.valueOf(token.text());
        } catch (NumberFormatException e) {
            throw new JinjaException(token.line(), "the number " + token.text() + " is too large");
        }
    }

    private static Expr name(Token token) {
        return switch (token.text()) {
            case "true", "True" -> new Expr.Literal(token.line(), true);
            case "false", "False" -> new Expr.Literal(token.line(), false);
            case "none", "None" -> new Expr.Literal(token.line(), Values.NONE);
            default -> new Expr.Name(token.line(), token.text());
        };
    }

    private List<Expr> list(String end) {
        List<Expr> items = new ArrayList<>();
        while (!tokens.takesOperator(end)) {
            items.add(expression());
            if (!tokens.sees(Kind.OPERATOR, end)) {
                tokens.expectOperator(",");
            }
        }
        return items;
    }

    private Expr dictionary(int line) {
        List<Map.Entry<Expr, Expr>> entries = new ArrayList<>();
        while (!tokens.takesOperator("}")) {
            Expr key = expression();
            tokens.expectOperator(":");
            entries.add(Map.entry(key, expression()));
            if (!tokens.sees(Kind.OPERATOR, "}")) {
                tokens.expectOperator(",");
            }
        }
        return new Expr.Dictionary(line, entries);
    }

    private Expr postfix(Expr of) {
        Expr value = of;
        while (true) {
            int line = tokens.line();
            if (tokens.takesOperator(".")) {
                value = tokens.peek().kind() == Kind.INTEGER
                        ? new Expr.Index(line, value, new Expr.Literal(line, number(tokens.next())))
                        : new Expr.Attribute(line, value, tokens.expectName());
            } else if (tokens.takesOperator("[")) {
                value = subscript(line, value);
            } else if (tokens.sees(Kind.OPERATOR, "(")) {
                value = new Expr.Call(line, value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expr subscript(int line, Expr of) {
        Optional<Expr> from = tokens.sees(Kind.OPERATOR, ":") ? Optional.empty() : Optional.of(expression());
        if (tokens.takesOperator("]")) {
            return new Expr.Index(line, of, from.orElseThrow());
        }
        tokens.expectOperator(":");
        Optional<Expr> to = bound();
        Optional<Expr> step = tokens.takesOperator(":") ? bound() : Optional.empty();
        tokens.expectOperator("]");
        return new Expr.Slice(line, of, from, to, step);
    }

    private Optional<Expr> bound() {
        return tokens.sees(Kind.OPERATOR, ":") || tokens.sees(Kind.OPERATOR, "]")
                ? Optional.empty()
                : Optional.of(expression());
    }

    private Expr.Arguments arguments() {
        tokens.expectOperator("(");
        List<Expr> inOrder = new ArrayList<>();
        Map<String, Expr> named = new LinkedHashMap<>();
        while (!tokens.takesOperator(")")) {
            if (tokens.peek().kind() == Kind.NAME && tokens.peek(1).is(Kind.OPERATOR, "=")) {
                String name = tokens.expectName();
                tokens.next();
                named.put(name, expression());
            } else {
                inOrder.add(expression());
            }
            if (!tokens.sees(Kind.OPERATOR, ")")) {
                tokens.expectOperator(",");
            }
        }
        return new Expr.Arguments(inOrder, named);
    }

    private Expr filtered(Expr of) {
        Expr value = of;
        while (true) {
            int line = tokens.line();
            if (tokens.takesOperator("|")) {
                value = filter(line, value);
            } else if (tokens.takesName("is")) {
                value = question(line, value);
            } else if (tokens.sees(Kind.OPERATOR, "(")) {
                value = new Expr.Call(line, value, arguments());
            } else {
                return value;
            }
        }
    }

    private Expr.Filter filter(int line, Expr of) {
        String name = tokens.expectName();
        return new Expr.Filter(line, of, name, tokens.sees(Kind.OPERATOR, "(") ? arguments() : Expr.Arguments.NONE);
    }

    /// `upper|trim`, for a block: each takes what the one before made.
    List<Expr.Filter> filters() {
        List<Expr.Filter> all = new ArrayList<>();
        do {
            all.add(filter(tokens.line(), new Expr.Literal(tokens.line(), "")));
        } while (tokens.takesOperator("|"));
        return all;
    }

    private Expr question(int line, Expr of) {
        boolean negated = tokens.takesName("not");
        String name = tokens.expectName();
        List<Expr> arguments = List.of();
        Token next = tokens.peek();
        if (next.is(Kind.OPERATOR, "(")) {
            arguments = arguments().inOrder();
        } else if (Set.of(Kind.STRING, Kind.INTEGER, Kind.FLOAT).contains(next.kind())
                || (next.kind() == Kind.NAME && !WORDS.contains(next.text()))
                || next.is(Kind.OPERATOR, "[")) {
            arguments = List.of(postfix(primary()));
        }
        return new Expr.Question(line, of, name, arguments, negated);
    }
}
