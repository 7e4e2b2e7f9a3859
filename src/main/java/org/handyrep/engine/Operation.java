package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.cloning.Progress;

/// A plan that runs or ran, as the journal knows it. Immutable; a new one for each change.
///
/// @param id unique, starts with the time it began
/// @param summary one sentence: what is being done, or how it ended
/// @param output the last lines of the command that runs
/// @param cancelObstacle why it cannot be cancelled now; empty when it can
/// @param downtime measured time in which no server took writes, at most; empty when it was not measured
/// @param afterwards what is left to do
/// @param progress of the step that runs, where that takes long
public record Operation(
        String id,
        String function,
        String title,
        String operator,
        Instant startedAt,
        Optional<Instant> endedAt,
        State state,
        List<StepProgress> steps,
        String summary,
        List<String> output,
        Optional<String> cancelObstacle,
        Optional<Duration> downtime,
        List<String> afterwards,
        Optional<Progress> progress) {

    public Operation(
            String id,
            String function,
            String title,
            String operator,
            Instant startedAt,
            Optional<Instant> endedAt,
            State state,
            List<StepProgress> steps,
            String summary,
            List<String> output,
            Optional<String> cancelObstacle,
            Optional<Duration> downtime,
            List<String> afterwards) {
        this(
                id, function, title, operator, startedAt, endedAt, state, steps, summary, output, cancelObstacle, downtime, afterwards,
                Optional.empty());
    }

    public Operation {
        steps = List.copyOf(steps);
        output = List.copyOf(output);
        afterwards = List.copyOf(afterwards);
    }

    public enum State {
        RUNNING,
        ROLLING_BACK,
        SUCCEEDED,
        /// Stopped before the point of no return, everything taken back.
        ROLLED_BACK,
        /// Ended with something that needs a person.
        FAILED,
        /// The program ended in the middle; wants Resume or Roll back.
        INTERRUPTED
    }

    public boolean isUnfinished() {
        return state == State.RUNNING || state == State.ROLLING_BACK || state == State.INTERRUPTED;
    }

    /// @param evidence what was done and what was read back, past tense; empty until then
    public record StepProgress(
            String title,
            String server,
            List<String> preview,
            boolean pointOfNoReturn,
            Optional<String> undoTitle,
            StepState state,
            Optional<Duration> elapsed,
            String evidence) {
        public StepProgress {
            preview = List.copyOf(preview);
        }
    }

    public enum StepState {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        UNDONE,
        SKIPPED
    }
}
