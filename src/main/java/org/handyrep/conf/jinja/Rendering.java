package org.handyrep.conf.jinja;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes what statements say.
final class Rendering {

    private static final int MOST = 8 * 1024 * 1024;

    private final StringBuilder out;

    Rendering(StringBuilder out) {
        this.out = out;
    }

    void all(List<Node> nodes, Scope scope) {
        nodes.forEach(node -> one(node, scope));
    }

    private void one(Node node, Scope scope) {
        switch (node) {
            case Node.Text text -> out.append(text.text());
            case Node.Output output -> out.append(Values.text(Evaluation.of(output.value(), scope), output.value().line()));
            case Node.If ifs -> ifs(ifs, scope);
            case Node.For loop -> loop(loop, scope);
            case Node.Set set -> assign(set.targets(), Evaluation.of(set.value(), scope), scope, set.line());
            case Node.SetBlock set -> scope.set(set.target(), captured(set.body(), scope));
            case Node.FilterBlock block -> {
                Object value = captured(block.body(), scope);
                for (Expr.Filter filter : block.filters()) {
                    value = Filters.of(filter, value, Given.of(filter.arguments(), scope));
                }
                out.append(Values.text(value, block.line()));
            }
        }
        if (out.length() > MOST) {
            throw new JinjaException(0, "the text becomes larger than 8 MiB");
        }
    }

    private String captured(List<Node> body, Scope scope) {
        StringBuilder text = new StringBuilder();
        new Rendering(text).all(body, new Scope(scope));
        return text.toString();
    }

    private void ifs(Node.If ifs, Scope scope) {
        for (Node.Branch branch : ifs.branches()) {
            if (Evaluation.isTrue(branch.condition(), scope)) {
                all(branch.body(), scope);
                return;
            }
        }
        all(ifs.otherwise(), scope);
    }

    private static void assign(List<String> targets, Object value, Scope scope, int line) {
        if (targets.size() == 1) {
            scope.set(targets.getFirst(), value);
            return;
        }
        List<Object> parts = Values.items(value, line);
        if (parts.size() != targets.size()) {
            throw new JinjaException(line, parts.size() + " values for the names " + String.join(", ", targets));
        }
        for (int i = 0; i < targets.size(); i++) {
            scope.set(targets.get(i), parts.get(i));
        }
    }

    private void loop(Node.For loop, Scope outer) {
        List<Object> items = Values.items(Evaluation.of(loop.items(), outer), loop.line());
        loop.condition().ifPresent(condition -> items.removeIf(item -> {
            Scope scope = new Scope(outer);
            assign(loop.targets(), item, scope, loop.line());
            return !Evaluation.isTrue(condition, scope);
        }));
        if (items.isEmpty()) {
            all(loop.otherwise(), outer);
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            Scope scope = new Scope(outer);
            scope.set("loop", state(items, i));
            assign(loop.targets(), items.get(i), scope, loop.line());
            all(loop.body(), scope);
        }
    }

    private static Map<Object, Object> state(List<Object> items, int i) {
        int size = items.size();
        Map<Object, Object> loop = new LinkedHashMap<>();
        loop.put("index", i + 1L);
        loop.put("index0", (long) i);
        loop.put("revindex", (long) size - i);
        loop.put("revindex0", size - i - 1L);
        loop.put("first", i == 0);
        loop.put("last", i == size - 1);
        loop.put("length", (long) size);
        if (i > 0) {
            loop.put("previtem", items.get(i - 1));
        }
        if (i < size - 1) {
            loop.put("nextitem", items.get(i + 1));
        }
        return loop;
    }
}
