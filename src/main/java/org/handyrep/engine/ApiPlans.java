package org.handyrep.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.plan.Check;
import org.handyrep.plan.ClonePlanner;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;

/// Plans, runs and waits for the end. What a person would have to type in the window comes as `confirm`.
final class ApiPlans {

    private final ClusterEngine engine;

    ApiPlans(ClusterEngine engine) {
        this.engine = engine;
    }

    Map<String, Object> run(Operator who, Request request, Optional<String> confirmed) {
        return switch (engine.plan(who, request)) {
            case Refusal refusal -> {
                Map<String, Object> rd = Outcome.failure(refusal.reason()).toReturnDictionary();
                rd.put("checks", refusal.checks().stream().map(c -> c.level() + " " + c.name() + ": " + c.saw()).toList());
                yield rd;
            }
            case Plan plan -> run(who, plan, confirmed.or(() -> said(request, plan)));
        };
    }

    /// `reclone=True` names the server already; only for one that may have what nobody else has it is not enough.
    private static Optional<String> said(Request request, Plan plan) {
        return request instanceof Request.Clone clone
                        && clone.reclone()
                        && plan.checks().stream().noneMatch(c -> c.name().equals(ClonePlanner.OLD_PRIMARY) && c.level() == Check.Level.WARNING)
                ? Optional.of(clone.server())
                : Optional.empty();
    }

    private Map<String, Object> run(Operator who, Plan plan, Optional<String> confirmed) {
        Optional<String> typed = plan.impact().typedName();
        if (typed.isPresent() && !typed.equals(confirmed)) {
            Map<String, Object> rd = Outcome.failure(
                            plan.title() + " needs confirm=" + typed.get() + ": " + plan.impact().loss())
                    .toReturnDictionary();
            rd.put("plan", plan.asText().lines().toList());
            return rd;
        }
        Outcome begun = engine.begin(who, plan);
        if (!begun.succeeded()) {
            return begun.toReturnDictionary();
        }
        engine.awaitOperation();
        Operation operation = engine.operations().stream()
                .filter(o -> o.id().equals(begun.extra().get("operation")))
                .findFirst()
                .orElseThrow();
        Outcome outcome = operation.state() == Operation.State.SUCCEEDED
                ? Outcome.success(operation.summary())
                : Outcome.failure(operation.summary());
        Map<String, Object> rd = outcome.toReturnDictionary();
        rd.put("operation", operation.id());
        rd.put("state", operation.state().name());
        rd.put("steps", operation.steps().stream().map(s -> s.state() + " " + s.title() + ": " + s.evidence()).toList());
        operation.downtime().ifPresent(d -> rd.put("downtime_ms", d.toMillis()));
        rd.put("left_to_do", List.copyOf(operation.afterwards()));
        return rd;
    }
}
