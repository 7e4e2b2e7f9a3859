package org.handyrep.ui.automation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.ClusterView.Automation;
import org.handyrep.engine.ClusterView.Pause;
import org.handyrep.engine.IfLost;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// What is said about automation, and which of its buttons make sense now.
final class AutomationTexts {

    private AutomationTexts() {}

    static Mark mark(Automation.State state) {
        return switch (state) {
            case ARMED -> Mark.OK;
            case OFF -> Mark.SKIPPED;
            case BLOCKED, PAUSED -> Mark.WARNING;
            case ACTING -> Mark.RUNNING;
        };
    }

    /// Everything that keeps the console from acting, the pause with its end first.
    static List<String> reasons(ClusterView view, Instant now) {
        List<String> all = new ArrayList<>();
        view.automation().pause().ifPresent(p -> all.add(pause(p, now)));
        view.ifLost().map(IfLost::blocks).orElse(List.of()).stream()
                .filter(b -> view.automation().pause().isEmpty() || !b.toLowerCase(Locale.ROOT).startsWith("paused"))
                .forEach(all::add);
        return all;
    }

    /// `Paused by anna@desk1 at 14:03:11 until 16:00:00 (1 h 45 m left): the switch is replaced`.
    static String pause(Pause pause, Instant now) {
        String end = pause.until()
                .map(u -> " until " + Formats.moment(u, now)
                        + (u.isAfter(now) ? " (" + Formats.seconds(java.time.Duration.between(now, u)) + " left)" : ""))
                .orElse(", until somebody ends it");
        return "Paused by " + pause.by() + " at " + Formats.moment(pause.since(), now) + end + (pause.reason().isEmpty() ? "" : ": " + pause.reason());
    }

    static Optional<String> cannotPause(Automation automation) {
        return automation.state() == Automation.State.OFF
                ? Optional.of("automatic failover is off (auto_failover in handyrep.conf): there is nothing to pause")
                : Optional.empty();
    }

    static Optional<String> cannotResume(Automation automation) {
        return automation.pause().isEmpty() ? Optional.of("automatic failover is not paused") : Optional.empty();
    }

    static Optional<String> cannotAcknowledge(Automation automation) {
        return automation.acknowledgeable() ? Optional.empty() : Optional.of("nothing waits to be acknowledged");
    }

    static String asText(ClusterView view, Instant now) {
        StringBuilder text = new StringBuilder(view.automation().sentence()).append('\n');
        reasons(view, now).forEach(r -> text.append("• ").append(r).append('\n'));
        if (!view.automation().history().isEmpty()) {
            text.append('\n');
            view.automation().history().forEach(h -> text.append(h).append('\n'));
        }
        return text.toString();
    }
}
