package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;

/// Collects pre-checks in the order in which a person reads them.
final class Checks {

    private final List<Check> checks = new ArrayList<>();

    void ok(String name, String saw) {
        checks.add(new Check(name, Check.Level.OK, saw));
    }

    void warn(String name, String saw) {
        checks.add(new Check(name, Check.Level.WARNING, saw));
    }

    void stop(String name, String saw) {
        checks.add(new Check(name, Check.Level.STOP, saw));
    }

    /// OK, or what `otherwise` says.
    void expect(boolean fine, String name, String saw, Check.Level otherwise, String problem) {
        checks.add(fine ? new Check(name, Check.Level.OK, saw) : new Check(name, otherwise, problem));
    }

    void addAll(List<Check> more) {
        checks.addAll(more);
    }

    List<Check> list() {
        return List.copyOf(checks);
    }
}
