package org.handyrep.conf.jinja;

import java.util.List;
import org.handyrep.conf.jinja.Token.Kind;

/// The tokens of a template, read one after the other.
final class Tokens {

    private final List<Token> tokens;
    private int at;

    Tokens(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return tokens.get(at);
    }

    Token peek(int further) {
        return tokens.get(Math.min(at + further, tokens.size() - 1));
    }

    Token next() {
        Token token = tokens.get(at);
        at = Math.min(at + 1, tokens.size() - 1);
        return token;
    }

    int line() {
        return peek().line();
    }

    boolean sees(Kind kind, String text) {
        return peek().is(kind, text);
    }

    boolean takes(Kind kind, String text) {
        boolean there = sees(kind, text);
        if (there) {
            next();
        }
        return there;
    }

    boolean takesOperator(String operator) {
        return takes(Kind.OPERATOR, operator);
    }

    boolean takesName(String name) {
        return takes(Kind.NAME, name);
    }

    void expectOperator(String operator) {
        if (!takesOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    String expectName() {
        if (peek().kind() != Kind.NAME) {
            throw unexpected("a name");
        }
        return next().text();
    }

    void expectEnd() {
        if (peek().kind() != Kind.END) {
            throw unexpected("the end of the tag");
        }
        next();
    }

    JinjaException unexpected(String wanted) {
        return new JinjaException(line(), "expected " + wanted + ", found " + peek().shown());
    }
}
