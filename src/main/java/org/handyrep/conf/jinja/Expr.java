package org.handyrep.conf.jinja;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An expression of a template.
sealed interface Expr {

    int line();

    record Literal(int line, Object value) implements Expr {}

    record Name(int line, String name) implements Expr {}

    record Items(int line, List<Expr> items) implements Expr {}

    record Dictionary(int line, List<Map.Entry<Expr, Expr>> entries) implements Expr {}

    record Attribute(int line, Expr of, String name) implements Expr {}

    record Index(int line, Expr of, Expr index) implements Expr {}

    record Slice(int line, Expr of, Optional<Expr> from, Optional<Expr> to, Optional<Expr> step) implements Expr {}

    record Call(int line, Expr function, Arguments arguments) implements Expr {}

    record Filter(int line, Expr of, String name, Arguments arguments) implements Expr {}

    record Question(int line, Expr of, String name, List<Expr> arguments, boolean negated) implements Expr {}

    record Negative(int line, Expr of) implements Expr {}

    record Not(int line, Expr of) implements Expr {}

    record And(int line, Expr left, Expr right) implements Expr {}

    record Or(int line, Expr left, Expr right) implements Expr {}

    record Binary(int line, String operator, Expr left, Expr right) implements Expr {}

    /// `a < b < c`: each operator between its neighbours.
    record Compare(int line, Expr first, List<Map.Entry<String, Expr>> rest) implements Expr {}

    record Choice(int line, Expr condition, Expr yes, Optional<Expr> no) implements Expr {}

    record Arguments(List<Expr> inOrder, Map<String, Expr> named) {
        static final Arguments NONE = new Arguments(List.of(), Map.of());
    }
}
