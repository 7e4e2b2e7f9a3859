package org.handyrep.ui.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.ClusterView.Automation.State;
import org.handyrep.engine.Operation;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.plan.OperationTexts;

/// Something that is worth a notification of the desktop.
///
/// @param urgent it stays until somebody has seen it
/// @param about the state it tells of, which ends some time
public record DesktopNote(Mark mark, boolean urgent, String title, String text, About about) {

    /// What a note tells of.
    public enum About {
        /// Something that happened: it stays true.
        EVENT,
        ALARM,
        /// An alarm and nothing done about it.
        INACTION,
        ACTION
    }

    /// An operation that took this long has lost its audience.
    private static final Duration LONG = Duration.ofSeconds(10);

    /// What is news between two views of one cluster: a verdict became critical, automation acts or is kept from it, a long operation ended.
    public static List<DesktopNote> between(ClusterView before, ClusterView after) {
        List<DesktopNote> news = new ArrayList<>();
        String cluster = after.snapshot().clusterName();
        boolean acts = after.automation().state() == State.ACTING && before.automation().state() != State.ACTING;
        if (acts) {
            news.add(new DesktopNote(Mark.RUNNING, true, cluster + ": acting by itself", after.automation().sentence(), About.ACTION));
        }
        boolean began = isCritical(after) && (!isCritical(before) || becameSplit(before, after));
        boolean blocked = isCritical(after) && isBlocked(after);
        if (began) {
            news.add(new DesktopNote(
                    Mark.DOWN,
                    true,
                    cluster + ": " + after.diagnosis().verdict().sentence(),
                    acts ? "" : after.automation().sentence(),
                    About.ALARM));
        } else if (blocked && !(isCritical(before) && isBlocked(before))) {
            news.add(new DesktopNote(Mark.WARNING, true, cluster + ": nothing is done by itself", after.automation().sentence(), About.INACTION));
        }
        ended(before, after).ifPresent(o -> news.add(new DesktopNote(
                Mark.of(o.state()), o.state() == Operation.State.FAILED, cluster + ": " + o.title() + " " + OperationTexts.word(o.state()), o.summary(), About.EVENT)));
        return List.copyOf(news);
    }

    /// Whether the state that it tells of is no more.
    public boolean isOver(ClusterView now) {
        return switch (about) {
            case EVENT -> false;
            case ALARM -> now.diagnosis().verdict().severity() != Severity.CRITICAL;
            case INACTION -> !isCritical(now) || !isBlocked(now);
            case ACTION -> now.automation().state() != State.ACTING;
        };
    }

    /// While a plan moves the primary, a primary that is gone is what was wanted.
    private static boolean isCritical(ClusterView view) {
        return view.diagnosis().verdict().severity() == Severity.CRITICAL && running(view).isEmpty();
    }

    private static boolean becameSplit(ClusterView before, ClusterView after) {
        return after.diagnosis().verdict().code().equals("SplitBrain") && !before.diagnosis().verdict().code().equals("SplitBrain");
    }

    private static boolean isBlocked(ClusterView view) {
        return view.automation().state() == State.BLOCKED || view.automation().state() == State.PAUSED;
    }

    private static Optional<Operation> running(ClusterView view) {
        return view.operation().filter(o -> o.isUnfinished() && o.state() != Operation.State.INTERRUPTED);
    }

    private static Optional<Operation> ended(ClusterView before, ClusterView after) {
        return after.operation()
                .filter(o -> running(before).map(b -> b.id().equals(o.id())).orElse(false))
                .filter(o -> !o.isUnfinished())
                .filter(o -> OperationTexts.length(o, Instant.now()).compareTo(LONG) >= 0);
    }
}
