package org.handyrep.ui.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operation.StepState;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;

/// One numbered line of a plan as it is shown: the same before, while and after it runs.
///
/// @param lines the exact commands, one per line
/// @param pointOfNoReturn the dashed line is drawn above this row
/// @param elapsed empty while it waits, and where it was not measured
/// @param evidence past tense, empty until there is some
public record PlanRow(
        int number,
        String title,
        String server,
        List<String> lines,
        boolean pointOfNoReturn,
        Optional<String> undo,
        StepState state,
        Optional<Duration> elapsed,
        String evidence) {

    public PlanRow {
        lines = List.copyOf(lines);
    }

    /// The rows of a plan that nobody has begun.
    public static List<PlanRow> of(Plan plan) {
        List<PlanRow> rows = new ArrayList<>();
        for (Step s : plan.steps()) {
            rows.add(new PlanRow(
                    rows.size() + 1,
                    s.title(),
                    s.server(),
                    s.preview(),
                    s.isPointOfNoReturn(),
                    s.undoTitle(),
                    StepState.WAITING,
                    Optional.empty(),
                    ""));
        }
        return onlyFirstLine(rows);
    }

    /// The rows of a plan that runs or ran.
    public static List<PlanRow> of(Operation operation) {
        List<PlanRow> rows = new ArrayList<>();
        for (Operation.StepProgress s : operation.steps()) {
            boolean lost = operation.state() == Operation.State.INTERRUPTED && s.state() == StepState.RUNNING;
            rows.add(new PlanRow(
                    rows.size() + 1,
                    s.title(),
                    s.server(),
                    s.preview(),
                    s.pointOfNoReturn(),
                    s.undoTitle(),
                    lost ? StepState.WAITING : s.state(),
                    lost ? Optional.empty() : s.elapsed(),
                    lost ? "not known: HandyRep ended here" : withoutTitle(s)));
        }
        return onlyFirstLine(rows);
    }

    /// The row has the title already.
    private static String withoutTitle(Operation.StepProgress s) {
        String title = s.title() + ": ";
        return s.evidence().startsWith(title) ? s.evidence().substring(title.length()) : s.evidence();
    }

    /// After the first point of no return there is no return: later ones are no news.
    private static List<PlanRow> onlyFirstLine(List<PlanRow> rows) {
        boolean passed = false;
        for (int i = 0; i < rows.size(); i++) {
            PlanRow row = rows.get(i);
            if (row.pointOfNoReturn && passed) {
                rows.set(i, row.withoutLine());
            }
            passed |= row.pointOfNoReturn;
        }
        return List.copyOf(rows);
    }

    private PlanRow withoutLine() {
        return new PlanRow(number, title, server, lines, false, undo, state, elapsed, evidence);
    }

    /// The word of the state, for tooltips, copies and screen readers.
    public String stateWord() {
        return switch (state) {
            case WAITING -> "waiting";
            case RUNNING -> "running";
            case DONE -> "done";
            case FAILED -> "failed";
            case UNDONE -> "undone";
            case SKIPPED -> "skipped";
        };
    }

    /// Whether the commands are still to come, so the row is drawn dim.
    public boolean isAhead() {
        return state == StepState.WAITING || state == StepState.SKIPPED;
    }
}
