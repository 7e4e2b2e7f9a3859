package org.handyrep.ui.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operation.StepState;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.ui.common.Formats;

/// What is said about an operation, without any control.
public final class OperationTexts {

    private static final Duration LONG = Duration.ofSeconds(10);

    private OperationTexts() {}

    /// `by dba · started 14:03:11 · 4 of 9 steps · 2.1 s`.
    public static String line(Operation o, Instant now) {
        List<String> parts = new ArrayList<>();
        parts.add("by " + by(o));
        parts.add("started " + Formats.moment(o.startedAt(), now));
        parts.add(done(o) + " of " + o.steps().size() + " steps");
        parts.add(Formats.duration(length(o, now)));
        o.downtime().ifPresent(d -> parts.add("downtime " + Formats.duration(d)));
        return String.join(" · ", parts);
    }

    /// How far the step that runs is; where nothing was heard of it for long, that too.
    ///
    /// @param silence since the last word about it
    public static String progress(Progress progress, Duration silence) {
        return silence.compareTo(LONG) > 0
                ? progress.sentence() + "; nothing was heard of it for " + Formats.duration(silence)
                : progress.sentence();
    }

    /// Who began it; what the console began without a person is said to be that.
    public static String by(Operation o) {
        return isAutomatic(o) ? "HandyRep, by itself" : o.operator();
    }

    public static boolean isAutomatic(Operation o) {
        return o.operator().equals("HandyRep");
    }

    public static long done(Operation o) {
        return o.steps().stream().filter(s -> s.state() == StepState.DONE).count();
    }

    /// From its beginning to its end, or to now.
    public static Duration length(Operation o, Instant now) {
        Duration length = Duration.between(o.startedAt(), o.endedAt().orElse(now));
        return length.isNegative() ? Duration.ZERO : length;
    }

    public static String word(Operation.State state) {
        return switch (state) {
            case RUNNING -> "running";
            case ROLLING_BACK -> "rolling back";
            case SUCCEEDED -> "succeeded";
            case ROLLED_BACK -> "rolled back";
            case FAILED -> "failed";
            case INTERRUPTED -> "interrupted";
        };
    }

    public static boolean isRunning(Operation o) {
        return o.state() == Operation.State.RUNNING || o.state() == Operation.State.ROLLING_BACK;
    }

    /// Whether the plan went beyond what can be taken back.
    public static boolean isPastReturn(Operation o) {
        return o.steps().stream()
                .anyMatch(s -> s.pointOfNoReturn()
                        && (s.state() == StepState.RUNNING
                                || s.state() == StepState.DONE
                                || s.state() == StepState.FAILED));
    }

    /// What Resume and Roll back would do; empty unless the operation was interrupted.
    public static String choices(Operation o) {
        if (o.state() != Operation.State.INTERRUPTED) {
            return "";
        }
        String where = "HandyRep ended in the middle of this plan, after " + done(o) + " of "
                + o.steps().size() + " steps. ";
        return isPastReturn(o)
                ? where + "It is past its point of no return: Resume reads the servers again and goes on from there."
                : where + "Resume reads the servers again and goes on from there; Roll back takes back what was done.";
    }

    /// Steps, commands and what was seen, as text for the clipboard.
    public static String asText(Operation o) {
        StringBuilder text = new StringBuilder(o.title()).append('\n');
        text.append(word(o.state())).append(": ").append(o.summary()).append("\n\n");
        for (PlanRow row : PlanRow.of(o)) {
            if (row.pointOfNoReturn()) {
                text.append("---- point of no return ----\n");
            }
            text.append(row.number()).append(". ").append(row.title());
            text.append(" [").append(row.stateWord()).append(']');
            row.elapsed().ifPresent(d -> text.append(' ').append(Formats.duration(d)));
            text.append('\n');
            row.lines().forEach(l -> text.append("     ").append(l).append('\n'));
            if (!row.evidence().isEmpty()) {
                text.append("     → ").append(row.evidence()).append('\n');
            }
        }
        return text.toString();
    }
}
