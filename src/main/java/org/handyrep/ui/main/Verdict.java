package org.handyrep.ui.main;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handyrep.diagnosis.Finding;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.ui.automation.HolderTexts;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.Staleness;

/// What stands on top of the window, as values.
///
/// @param evidence how it is known, as one running text
/// @param notes everything else that is wrong: findings first, then warnings of the configuration
/// @param notesLabel what the button that opens them says; empty for no button
record Verdict(
        String cluster,
        Mark mark,
        String sentence,
        String evidence,
        List<Note> notes,
        String notesLabel,
        Mark automationMark,
        String automation,
        Mark inChargeMark,
        String inCharge,
        Optional<Instant> lastFullPoll,
        int pollIntervalSeconds,
        boolean isSplit) {

    record Note(Mark mark, String sentence, String evidence) {}

    static Verdict of(ClusterView view) {
        Finding verdict = view.diagnosis().verdict();
        List<Note> notes = new ArrayList<>();
        for (Finding f : view.diagnosis().findings()) {
            notes.add(new Note(Mark.of(f.severity()), f.sentence(), f.evidenceText()));
        }
        int problems = notes.size();
        for (String warning : view.confWarnings()) {
            notes.add(new Note(Mark.WARNING, warning, ""));
        }
        String label = notes.isEmpty()
                ? ""
                : problems > 0 ? Formats.count(notes.size(), "problem") : Formats.count(notes.size(), "warning");
        Optional<Operation> running = view.operation().filter(o -> o.isUnfinished() && o.state() != Operation.State.INTERRUPTED);
        return new Verdict(
                view.snapshot().clusterName(),
                running.isPresent() ? Mark.RUNNING : Mark.of(verdict.severity()),
                running.map(Verdict::doing).orElse(verdict.sentence()),
                running.isPresent() ? verdict.sentence() : verdict.evidenceText(),
                List.copyOf(notes),
                label,
                switch (view.automation().state()) {
                    case ARMED -> Mark.OK;
                    case OFF -> Mark.SKIPPED;
                    case BLOCKED, PAUSED -> Mark.WARNING;
                    case ACTING -> Mark.RUNNING;
                },
                view.automation().sentence(),
                HolderTexts.elsewhere(view.inCharge()).isPresent()
                        ? Mark.RUNNING
                        : view.lastFullPoll().isEmpty() ? Mark.UNKNOWN : view.inCharge().thisConsole() ? Mark.OK : Mark.WARNING,
                HolderTexts.chip(view.inCharge()),
                view.lastFullPoll(),
                view.pollIntervalSeconds(),
                isSplit(view));
    }

    /// All notes, for the clipboard.
    String notesText() {
        return notes.stream()
                .map(n -> n.sentence() + (n.evidence().isEmpty() ? "" : "\n    " + n.evidence()))
                .collect(Collectors.joining("\n", cluster + ": " + notesLabel + "\n", "\n"));
    }

    /// Two servers take writes.
    static boolean isSplit(ClusterView view) {
        return view.diagnosis().verdict().code().equals("SplitBrain");
    }

    /// While a plan moves the primary, a primary that is gone is what was wanted, not an alarm.
    private static String doing(Operation o) {
        String step = o.steps().stream()
                .filter(s -> s.state() == Operation.StepState.RUNNING)
                .findFirst()
                .map(s -> ": " + s.title())
                .orElse("");
        return o.title() + (o.state() == Operation.State.ROLLING_BACK ? " is taken back" : " is running") + step + ".";
    }

    String pollAge(Instant now) {
        return lastFullPoll.map(at -> "poll " + Formats.age(at, now)).orElse("not polled yet");
    }

    boolean pollIsLate(Instant now) {
        return lastFullPoll.map(at -> Staleness.isStale(at, now, pollIntervalSeconds)).orElse(false);
    }
}
