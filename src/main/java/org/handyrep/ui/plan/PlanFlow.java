package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;

/// Where the operator is between a wish and its result. Immutable; each event gives the next one.
///
/// @param decision the newest answer of the planner; empty while it is being made
/// @param typed what stands in the field for the server's name
/// @param operationId of the operation that was begun
/// @param operation as it was last seen
/// @param trouble why the last act was refused, empty for none
public record PlanFlow(
        Aim aim,
        FlowPage page,
        Optional<Decision> decision,
        String typed,
        Optional<String> operationId,
        Optional<Operation> operation,
        String trouble) {

    public static PlanFlow of(Aim aim) {
        return new PlanFlow(aim, pages(aim).getFirst(), Optional.empty(), "", Optional.empty(), Optional.empty(), "");
    }

    public List<FlowPage> pages() {
        return pages(aim);
    }

    private static List<FlowPage> pages(Aim aim) {
        return switch (aim) {
            case Aim.Takeover t -> List.of(FlowPage.WHO, FlowPage.CHECKS, FlowPage.PLAN, FlowPage.PROGRESS, FlowPage.RESULT);
            case CloneAim c -> List.of(FlowPage.WHAT, FlowPage.CHECKS, FlowPage.PLAN, FlowPage.PROGRESS, FlowPage.RESULT);
            case Aim.Fixed f -> List.of(FlowPage.CHECKS, FlowPage.PLAN, FlowPage.PROGRESS, FlowPage.RESULT);
        };
    }

    public PlanFlow withAim(Aim newAim) {
        return new PlanFlow(newAim, page, decision, typed, operationId, operation, "");
    }

    /// To the checks, with the plan being made anew.
    public PlanFlow checking() {
        return new PlanFlow(aim, FlowPage.CHECKS, Optional.empty(), "", Optional.empty(), Optional.empty(), "");
    }

    /// An answer that comes after the operator went elsewhere changes nothing.
    public PlanFlow decided(Decision answer) {
        return page == FlowPage.CHECKS
                ? new PlanFlow(aim, page, Optional.of(answer), typed, operationId, operation, "")
                : this;
    }

    /// One page back; never from a plan that was begun.
    public PlanFlow back() {
        return canGoBack()
                ? new PlanFlow(aim, pages().get(pages().indexOf(page) - 1), decision, "", operationId, operation, "")
                : this;
    }

    public boolean canGoBack() {
        return operationId.isEmpty() && pages().indexOf(page) > 0 && page != FlowPage.PROGRESS;
    }

    /// From the checks to the plan, if there is one and no check stops.
    public PlanFlow toPlan() {
        return page == FlowPage.CHECKS && obstacle().isEmpty()
                ? new PlanFlow(aim, FlowPage.PLAN, decision, "", operationId, operation, "")
                : this;
    }

    public PlanFlow withTyped(String text) {
        return new PlanFlow(aim, page, decision, text, operationId, operation, trouble);
    }

    /// The engine has been asked to begin: nothing can be asked twice.
    public PlanFlow beginning() {
        return new PlanFlow(aim, FlowPage.PROGRESS, decision, typed, operationId, Optional.empty(), "");
    }

    public PlanFlow begun(String id) {
        return new PlanFlow(aim, FlowPage.PROGRESS, decision, typed, Optional.of(id), operation, "");
    }

    /// The engine refused to begin or to cancel.
    public PlanFlow refused(String why) {
        FlowPage where = page == FlowPage.PROGRESS && operationId.isEmpty() ? FlowPage.PLAN : page;
        return new PlanFlow(aim, where, decision, typed, operationId, operation, why);
    }

    /// News of an operation; another one's changes nothing. The end of ours leads to the result.
    public PlanFlow observed(Operation news) {
        if (!operationId.equals(Optional.of(news.id()))) {
            return this;
        }
        FlowPage where = news.endedAt().isPresent() || news.state() == Operation.State.INTERRUPTED ? FlowPage.RESULT : page;
        return new PlanFlow(aim, where, decision, typed, operationId, Optional.of(news), trouble);
    }

    public Optional<Plan> plan() {
        return decision.filter(Plan.class::isInstance).map(Plan.class::cast);
    }

    public Optional<Refusal> refusal() {
        return decision.filter(Refusal.class::isInstance).map(Refusal.class::cast);
    }

    public List<Check> checks() {
        return decision.map(d -> switch (d) {
                    case Plan p -> p.checks();
                    case Refusal r -> r.checks();
                })
                .orElse(List.of());
    }

    /// Why the default button cannot be pressed; empty when it can.
    public Optional<String> obstacle() {
        return switch (page) {
            case WHO -> aim.request().isPresent() ? Optional.empty() : Optional.of(nobody());
            case WHAT -> aim instanceof CloneAim clone ? clone.obstacle() : Optional.empty();
            case CHECKS -> checksObstacle();
            case PLAN -> typedObstacle();
            case PROGRESS -> Optional.of("The plan is running.");
            case RESULT -> Optional.empty();
        };
    }

    private String nobody() {
        return aim instanceof Aim.Takeover takeover && !takeover.isHopeless() ? "Choose a replica." : "No replica can take over.";
    }

    private Optional<String> checksObstacle() {
        if (decision.isEmpty()) {
            return Optional.of("The checks are running.");
        }
        if (refusal().isPresent()) {
            return Optional.of("There is no plan: see the reason above.");
        }
        long stops = checks().stream().filter(c -> c.level() == Check.Level.STOP).count();
        return stops == 0
                ? Optional.empty()
                : Optional.of(stops == 1 ? "A check says stop." : stops + " checks say stop.");
    }

    private Optional<String> typedObstacle() {
        return plan().flatMap(p -> p.impact().typedName())
                .filter(name -> !name.equals(typed))
                .map(name -> "Type " + name + " to confirm.");
    }
}
