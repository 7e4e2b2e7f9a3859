package org.handyrep.conf.jinja;

import java.util.List;
import java.util.Optional;

/// A statement of a template.
sealed interface Node {

    record Text(String text) implements Node {}

    record Output(Expr value) implements Node {}

    record If(List<Branch> branches, List<Node> otherwise) implements Node {}

    record Branch(Expr condition, List<Node> body) {}

    record For(
            int line, List<String> targets, Expr items, Optional<Expr> condition, List<Node> body, List<Node> otherwise)
            implements Node {}

    record Set(int line, List<String> targets, Expr value) implements Node {}

    record SetBlock(String target, List<Node> body) implements Node {}

    record FilterBlock(int line, List<Expr.Filter> filters, List<Node> body) implements Node {}
}
