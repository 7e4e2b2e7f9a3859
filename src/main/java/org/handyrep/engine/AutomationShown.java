package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import org.handyrep.conf.Conf;
import org.handyrep.engine.ClusterView.Automation.State;
import org.handyrep.plan.check.Answer;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plan.check.Hold;

/// What a window shows of `failover_check`.
record AutomationShown(ClusterView.Automation automation, Optional<IfLost> ifLost) {

    /// Before the first cycle.
    static AutomationShown of(Conf conf) {
        boolean off = !conf.isTrue("failover", "auto_failover") && !conf.isTrue("failover", "restart_master");
        return new AutomationShown(
                off
                        ? new ClusterView.Automation(State.OFF, "Automatic failover is off")
                        : new ClusterView.Automation(State.BLOCKED, "Automatic failover is blocked: nothing was looked at yet"),
                Optional.empty());
    }

    /// @param refused why what was to be done is not done
    static AutomationShown of(
            ClusterView seen,
            Circumstances now,
            Answer answer,
            Optional<String> refused,
            List<String> history,
            Optional<IfLost> ifLost) {
        List<Hold> holds = switch (answer) {
            case Answer.Off off -> List.of();
            case Answer.Alive alive -> alive.holds();
            case Answer.Report report -> report.holds();
            case Answer.RestartPrimary restart -> List.of();
            case Answer.FailOver failover -> List.of();
        };
        Optional<ClusterView.Pause> pause = now.pause()
                .filter(p -> !p.isOver(now.now()))
                .map(p -> new ClusterView.Pause(p.by(), p.reason(), p.since(), p.until()));
        State state = state(seen, now, answer, holds, refused, pause.isPresent());
        boolean acknowledgeable = holds.stream().anyMatch(Hold::acknowledgeable);
        return new AutomationShown(
                new ClusterView.Automation(state, sentence(now, state, holds, refused) + yielding(seen, state), pause, acknowledgeable, history), ifLost);
    }

    private static State state(
            ClusterView seen, Circumstances now, Answer answer, List<Hold> holds, Optional<String> refused, boolean paused) {
        if (isActing(seen)) {
            return State.ACTING;
        }
        if (answer instanceof Answer.Off) {
            return State.OFF;
        }
        if (paused) {
            return State.PAUSED;
        }
        return holds.isEmpty() && refused.isEmpty() ? State.ARMED : State.BLOCKED;
    }

    static boolean isActing(ClusterView seen) {
        return seen.operation()
                .filter(o -> o.operator().equals(Automation.OPERATOR))
                .filter(o -> o.state() == Operation.State.RUNNING || o.state() == Operation.State.ROLLING_BACK)
                .isPresent();
    }

    /// What a person would take for a reason why nothing happens.
    private static String yielding(ClusterView seen, State state) {
        return seen.operation()
                .filter(o -> state == State.ARMED && o.function().equals("clone") && o.progress().isPresent())
                .map(o -> "; " + o.title() + " runs and would be cancelled first")
                .orElse("");
    }

    private static String sentence(Circumstances now, State state, List<Hold> holds, Optional<String> refused) {
        String subject = AutomationTexts.subject(now);
        return switch (state) {
            case OFF -> "Automatic failover is off";
            case ARMED -> subject + " is armed";
            case ACTING -> "HandyRep is at work: " + now.running().orElse("an operation begins");
            case PAUSED -> subject + " is " + holds.getFirst().sentence();
            case BLOCKED -> subject + " is blocked: " + refused.orElseGet(() -> holds.getFirst().sentence());
        };
    }
}
