package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.engine.Operation.State;
import org.handyrep.engine.Operation.StepProgress;
import org.handyrep.engine.Operation.StepState;
import org.handyrep.plan.Hurry;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.plan.step.ConfirmLost;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.StopPrimary;
import org.handyrep.plugin.cloning.Progress;

/// An operation as its journal tells it: the plan and what happened, in order. What the window shows is folded from this, so it cannot differ from the journal.
///
/// @param running whether a console is at it now; an unfinished story nobody is at was interrupted
/// @param progress of the step that runs, where it takes long
/// @param elsewhere the other console that is at it, `anna@desk1`; empty when it is not another one
public record Story(
        String id,
        Plan plan,
        String operator,
        Instant startedAt,
        List<JournalEvent> events,
        boolean running,
        String elsewhere,
        Optional<Progress> progress) {

    public Story {
        events = List.copyOf(events);
    }

    public Story(
            String id, Plan plan, String operator, Instant startedAt, List<JournalEvent> events, boolean running) {
        this(id, plan, operator, startedAt, events, running, "", Optional.empty());
    }

    Story at(String console) {
        return new Story(id, plan, operator, startedAt, events, true, console, Optional.empty());
    }

    Story at(Progress now) {
        return new Story(id, plan, operator, startedAt, events, running, elsewhere, Optional.of(now));
    }

    /// The same on this console.
    Story here(boolean now) {
        return new Story(id, plan, operator, startedAt, events, now);
    }

    Story with(JournalEvent event) {
        List<JournalEvent> more = new ArrayList<>(events);
        more.add(event);
        return new Story(id, plan, operator, startedAt, more, running, elsewhere, Optional.empty());
    }

    boolean hasEnded() {
        return !events.isEmpty() && events.getLast().kind().isEnd();
    }

    /// Whether the step was begun and not taken back since, or may have been: the copy of another console's journal may end before what that console did, but
    /// never before the point of no return.
    boolean isTouched(int step) {
        return events.stream()
                .filter(e -> e.step() == step && (e.kind() == Kind.BEGUN || e.kind() == Kind.UNDONE))
                .reduce((a, b) -> b)
                .map(e -> e.kind() == Kind.BEGUN)
                .orElseGet(() -> isTakenOver() && isBeforeReturn(step) && lastOf(step).isEmpty());
    }

    /// Whether other consoles may find it: whether it runs can be told only of an operation that holds locks.
    boolean isShared() {
        return plan.steps().stream().anyMatch(Step::owns);
    }

    boolean isTakenOver() {
        return events.stream().anyMatch(e -> e.kind() == Kind.TAKEN_OVER);
    }

    private boolean isBeforeReturn(int step) {
        int point = pointOfNoReturn();
        return point < 0 || step < point && lastOf(point).isEmpty();
    }

    /// Index of the step; -1 when there is none.
    int pointOfNoReturn() {
        for (int i = 0; i < plan.steps().size(); i++) {
            if (plan.steps().get(i).isPointOfNoReturn()) {
                return i;
            }
        }
        return -1;
    }

    /// Index of the step that promotes a server; -1 when there is none.
    int promotion() {
        int point = pointOfNoReturn();
        return point >= 0 && plan.steps().get(point) instanceof PromoteReplica ? point : -1;
    }

    /// Whether the step is settled, so that resuming passes over it.
    boolean isSettled(int step) {
        Kind last = lastOf(step).map(JournalEvent::kind).orElse(Kind.FAILED);
        return last == Kind.DONE;
    }

    /// Whether the step was done and not taken back since, whatever was seen of it later.
    boolean wasDone(int step) {
        return events.stream()
                .filter(e -> e.step() == step)
                .map(JournalEvent::kind)
                .filter(kind -> kind == Kind.DONE || kind == Kind.UNDOING || kind == Kind.UNDONE)
                .reduce((a, b) -> b)
                .filter(kind -> kind == Kind.DONE)
                .isPresent();
    }

    /// Whether the point of no return was touched and nothing proves that it had no effect.
    boolean isPastReturn() {
        int point = pointOfNoReturn();
        Optional<Kind> last = point < 0 ? Optional.empty() : lastOf(point).map(JournalEvent::kind);
        return last.isPresent() && last.get() != Kind.FAILED && last.get() != Kind.UNDONE;
    }

    /// Whether clients wait for the step that is under way or comes next.
    boolean isHurried() {
        Optional<JournalEvent> last = events.stream().filter(e -> e.step() >= 0).reduce((a, b) -> b);
        return running && !hasEnded() && last.isPresent() && Hurry.of(plan).includes(last.get().step() + (last.get().kind() == Kind.DONE ? 1 : 0));
    }

    private Optional<JournalEvent> lastOf(int step) {
        return events.stream().filter(e -> e.step() == step).reduce((a, b) -> b);
    }

    Operation toOperation() {
        List<StepProgress> progress = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            progress.add(progress(i));
        }
        State state = state();
        boolean over = hasEnded();
        return new Operation(
                id,
                plan.function(),
                plan.title(),
                operator,
                startedAt,
                over ? Optional.of(events.getLast().at()) : Optional.empty(),
                state,
                progress,
                summary(state),
                events.stream().map(JournalEvent::text).filter(t -> !t.isEmpty()).toList(),
                cancelObstacle(state),
                downtime(),
                over ? afterwards(state) : List.of(),
                running ? this.progress : Optional.empty());
    }

    private StepProgress progress(int index) {
        Step step = plan.steps().get(index);
        Optional<JournalEvent> last = lastOf(index);
        StepState state = last.map(e -> switch (e.kind()) {
                    case BEGUN, UNDOING, RESUMED, TAKEN_OVER -> StepState.RUNNING;
                    case DONE -> StepState.DONE;
                    case FAILED, WARNED, UNDO_FAILED, STOPPED -> StepState.FAILED;
                    case UNDONE -> StepState.UNDONE;
                    case SUCCEEDED, ROLLED_BACK, LEFT -> StepState.DONE;
                })
                .orElse(hasEnded() ? StepState.SKIPPED : StepState.WAITING);
        return new StepProgress(
                step.title(),
                step.server(),
                step.preview(),
                step.isPointOfNoReturn(),
                step.undoTitle(),
                state,
                last.map(JournalEvent::millis).filter(ms -> ms > 0).map(Duration::ofMillis),
                last.map(JournalEvent::text).orElse(""));
    }

    private State state() {
        if (hasEnded()) {
            return switch (events.getLast().kind()) {
                case SUCCEEDED -> State.SUCCEEDED;
                case ROLLED_BACK -> State.ROLLED_BACK;
                case BEGUN, DONE, FAILED, WARNED, UNDOING, UNDONE, UNDO_FAILED, RESUMED, TAKEN_OVER, STOPPED, LEFT -> State.FAILED;
            };
        }
        if (!running) {
            return State.INTERRUPTED;
        }
        boolean back = events.stream().anyMatch(e -> e.kind() == Kind.UNDOING);
        return back && !isPastReturn() ? State.ROLLING_BACK : State.RUNNING;
    }

    private String summary(State state) {
        return switch (state) {
            case RUNNING -> plan.title() + " is running" + (elsewhere.isEmpty() ? "" : " on " + elsewhere);
            case ROLLING_BACK -> plan.title() + " is being taken back: " + reason();
            case SUCCEEDED, ROLLED_BACK, FAILED -> events.getLast().text();
            case INTERRUPTED -> plan.title() + " stopped "
                    + (isPastReturn()
                            ? "after the point of no return; it can be resumed, which only goes forward, or left as it is"
                            : "before the point of no return; it can be resumed, rolled back or left as it is")
                    + (reason().isEmpty() ? "" : ": " + reason());
        };
    }

    private String reason() {
        return events.stream()
                .filter(e -> switch (e.kind()) {
                    case FAILED, STOPPED, UNDO_FAILED, TAKEN_OVER -> true;
                    case BEGUN, DONE, WARNED, UNDOING, UNDONE, RESUMED, SUCCEEDED, ROLLED_BACK, LEFT -> false;
                })
                .reduce((a, b) -> b)
                .map(JournalEvent::text)
                .orElse("");
    }

    private Optional<String> cancelObstacle(State state) {
        if (!elsewhere.isEmpty()) {
            return Optional.of("it runs on " + elsewhere);
        }
        if (state != State.RUNNING) {
            return Optional.of(state == State.ROLLING_BACK ? "it is being taken back already" : "it is not running");
        }
        return isPastReturn()
                ? Optional.of("it is past the point of no return and can only go forward")
                : Optional.empty();
    }

    /// From the moment the primary was told to stop, or was seen last, until another one took sessions.
    private Optional<Duration> downtime() {
        Optional<Instant> from = first(StopPrimary.class, Kind.BEGUN).or(this::lastSeen);
        Optional<Instant> to = first(PromoteReplica.class, Kind.DONE);
        return from.isPresent() && to.isPresent()
                ? Optional.of(Duration.between(from.get(), to.get()))
                : Optional.empty();
    }

    private Optional<Instant> lastSeen() {
        return plan.steps().stream()
                .flatMap(step -> step instanceof ConfirmLost lost ? lost.seen().stream() : Stream.empty())
                .findFirst();
    }

    private Optional<Instant> first(Class<? extends Step> type, Kind kind) {
        return events.stream()
                .filter(e -> e.step() >= 0 && type.isInstance(plan.steps().get(e.step())) && e.kind() == kind)
                .map(JournalEvent::at)
                .findFirst();
    }

    private List<String> afterwards(State state) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            Optional<JournalEvent> last = lastOf(i);
            if (last.isPresent() && last.get().kind() == Kind.WARNED) {
                left.add(plan.steps().get(i).title() + ": " + last.get().text());
            }
        }
        if (state == State.SUCCEEDED) {
            left.addAll(plan.impact().afterwards());
        }
        return left;
    }
}
