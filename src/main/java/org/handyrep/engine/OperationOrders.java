package org.handyrep.engine;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Outcome;

/// What a person who may asks of operations: whoever may call a plan's function may begin it, and do what is left to do with it.
record OperationOrders(OperationDesk desk, JournalWatch journals, BiFunction<Operator, String, Outcome> mayCall) {

    Outcome begin(Operator who, Plan plan) {
        Outcome allowed = mayCall.apply(who, plan.function());
        if (!allowed.succeeded()) {
            return allowed;
        }
        return plan.isStopped()
                ? Outcome.failure("a check of this plan says stop")
                : desk.begin(plan, who.displayName());
    }

    Outcome cancel(Operator who, String id) {
        return on(who, id, () -> desk.cancel(id));
    }

    Outcome resume(Operator who, String id) {
        return on(who, id, () -> desk.resume(id));
    }

    Outcome rollBack(Operator who, String id) {
        return on(who, id, () -> desk.rollBack(id));
    }

    Outcome leave(Operator who, String id) {
        return on(who, id, () -> desk.leave(id, who.displayName()));
    }

    private Outcome on(Operator who, String id, Supplier<Outcome> act) {
        journals.look();
        Optional<Story> story = desk.find(id);
        if (story.isEmpty()) {
            return Outcome.failure("there is no operation " + id);
        }
        Outcome allowed = mayCall.apply(who, story.get().plan().function());
        return allowed.succeeded() ? act.get() : allowed;
    }
}
