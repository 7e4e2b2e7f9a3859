package org.handyrep.conf.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handyrep.conf.jinja.Token.Kind;

/// Makes statements of tokens.
final class Parser {

    private final Tokens tokens;
    private final ExprParser expressions;

    Parser(List<Token> tokens) {
        this.tokens = new Tokens(tokens);
        this.expressions = new ExprParser(this.tokens);
    }

    List<Node> template() {
        List<Node> nodes = body(Set.of());
        if (tokens.peek().kind() != Kind.EOF) {
            throw tokens.unexpected("the end of the template");
        }
        return nodes;
    }

    /// Up to one of these tags, which is left to be read from its name on.
    private List<Node> body(Set<String> until) {
        List<Node> nodes = new ArrayList<>();
        while (true) {
            Token token = tokens.peek();
            switch (token.kind()) {
                case TEXT -> nodes.add(new Node.Text(tokens.next().text()));
                case OUTPUT -> {
                    tokens.next();
                    nodes.add(new Node.Output(expressions.tuple()));
                    tokens.expectEnd();
                }
                case BLOCK -> {
                    if (until.contains(tokens.peek(1).text())) {
                        tokens.next();
                        return nodes;
                    }
                    tokens.next();
                    nodes.add(statement());
                }
                case EOF -> {
                    if (!until.isEmpty()) {
                        throw new JinjaException(token.line(), "expected " + String.join(" or ", new java.util.TreeSet<>(until))
                                + ", found the end of the template");
                    }
                    return nodes;
                }
                case END, NAME, STRING, INTEGER, FLOAT, OPERATOR -> throw tokens.unexpected("text or a tag");
            }
        }
    }

    private Node statement() {
        int line = tokens.line();
        String name = tokens.expectName();
        return switch (name) {
            case "if" -> ifs();
            case "for" -> loop(line);
            case "set" -> set(line);
            case "filter" -> filter(line);
            default -> throw new JinjaException(line, "there is no tag " + name + " here");
        };
    }

    private Node ifs() {
        List<Node.Branch> branches = new ArrayList<>();
        List<Node> otherwise = List.of();
        branches.add(branch());
        while (true) {
            String tag = tokens.expectName();
            switch (tag) {
                case "elif" -> branches.add(branch());
                case "else" -> {
                    tokens.expectEnd();
                    otherwise = body(Set.of("endif"));
                }
                default -> {
                    tokens.expectEnd();
                    return new Node.If(branches, otherwise);
                }
            }
        }
    }

    private Node.Branch branch() {
        Expr condition = expressions.tuple();
        tokens.expectEnd();
        return new Node.Branch(condition, body(Set.of("elif", "else", "endif")));
    }

    private Node loop(int line) {
        List<String> targets = targets();
        if (!tokens.takesName("in")) {
            throw tokens.unexpected("'in'");
        }
        Expr items = expressions.tupleWithoutChoice();
        Optional<Expr> condition = tokens.takesName("if") ? Optional.of(expressions.expression()) : Optional.empty();
        tokens.expectEnd();
        List<Node> body = body(Set.of("else", "endfor"));
        List<Node> otherwise = List.of();
        if (tokens.takesName("else")) {
            tokens.expectEnd();
            otherwise = body(Set.of("endfor"));
        }
        tokens.expectName();
        tokens.expectEnd();
        return new Node.For(line, targets, items, condition, body, otherwise);
    }

    private List<String> targets() {
        boolean bracket = tokens.takesOperator("(");
        List<String> names = new ArrayList<>(List.of(tokens.expectName()));
        while (tokens.takesOperator(",")) {
            names.add(tokens.expectName());
        }
        if (bracket) {
            tokens.expectOperator(")");
        }
        return names;
    }

    private Node set(int line) {
        List<String> targets = targets();
        if (tokens.takesOperator("=")) {
            Expr value = expressions.tuple();
            tokens.expectEnd();
            return new Node.Set(line, targets, value);
        }
        tokens.expectEnd();
        List<Node> body = body(Set.of("endset"));
        tokens.expectName();
        tokens.expectEnd();
        return new Node.SetBlock(targets.getFirst(), body);
    }

    private Node filter(int line) {
        List<Expr.Filter> filters = expressions.filters();
        tokens.expectEnd();
        List<Node> body = body(Set.of("endfilter"));
        tokens.expectName();
        tokens.expectEnd();
        return new Node.FilterBlock(line, filters, body);
    }
}
