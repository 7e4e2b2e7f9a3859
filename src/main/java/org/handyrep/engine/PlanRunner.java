package org.handyrep.engine;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.handyrep.cluster.ServerState;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plugin.Outcome;

/// Runs one plan: precondition, journal, act, postcondition read back, journal. Before the point of no return a failure takes everything back; after it there is only forward.
final class PlanRunner {

    private final World world;
    private final Journal journal;
    private final Clock clock;
    private final Consumer<Story> publish;
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private Story story;

    PlanRunner(World world, Journal journal, Clock clock, Story story, Consumer<Story> publish) {
        this.world = world;
        this.journal = journal;
        this.clock = clock;
        this.story = new Story(
                story.id(), story.plan(), story.operator(), story.startedAt(), story.events(), true);
        this.publish = publish;
    }

    /// Takes effect before the next step, if the point of no return is not reached.
    void cancel() {
        cancelled.set(true);
    }

    /// Runs what is not done yet. Also goes on with an interrupted operation.
    Story run() {
        boolean resumed = !story.events().isEmpty();
        List<String> known = resumed ? journal.lines(story.id()) : List.of();
        if (resumed) {
            tell(Kind.RESUMED, -1, "resumed", 0);
        }
        boolean begun = false;
        Plan plan = story.plan();
        String essentialFailure = "";
        for (int i = 0; i < plan.steps().size(); i++) {
            boolean ofSession = plan.steps().get(i).isOfSession();
            if (!ofSession && !begun) {
                begun = true;
                Optional<Story> beyond = makeKnown(known);
                if (beyond.isPresent()) {
                    return beyond.get();
                }
            }
            if (story.isSettled(i) && !(resumed && ofSession)) {
                continue;
            }
            if (cancelled.get() && !story.isPastReturn()) {
                return takeBack("cancelled by the operator");
            }
            Optional<String> lost = mayNotGoOn(plan.steps().get(i));
            if (lost.isPresent()) {
                return stop("it does not go on, because " + lost.get() + " and another console may act. Left: \""
                        + plan.steps().get(i).title() + "\" and what follows. Resume when the locks can be had again");
            }
            Optional<String> failure = runStep(i, plan.steps().get(i));
            if (failure.isEmpty()) {
                continue;
            }
            if (resumed && ofSession) {
                return stop(failure.get());
            }
            if (!story.isPastReturn()) {
                return takeBack(failure.get());
            }
            if (plan.steps().get(i).isPointOfNoReturn()) {
                return stop(failure.get());
            }
            essentialFailure = failure.get();
        }
        if (!essentialFailure.isEmpty()) {
            return stop(essentialFailure);
        }
        tell(Kind.SUCCEEDED, -1, plan.title() + " succeeded", 0);
        return ended();
    }

    /// Why what comes after the point of no return must not be done now. What clients wait for is not held up by asking; until then each step asks for itself.
    private Optional<String> mayNotGoOn(Step step) {
        return story.isShared() && story.isPastReturn() && !step.isOfSession() && !step.isPointOfNoReturn() && !step.isUrgent() && step.deed().isPresent()
                ? world.disowned()
                : Optional.empty();
    }

    /// Takes back an interrupted operation.
    Story rollBack() {
        List<String> known = journal.lines(story.id());
        List<Step> steps = story.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            Optional<String> failure = steps.get(i).isOfSession() ? runStep(i, steps.get(i)) : Optional.empty();
            if (failure.isPresent()) {
                return stop(failure.get());
            }
        }
        Optional<Story> beyond = makeKnown(known);
        if (beyond.isPresent()) {
            return beyond.get();
        }
        if (story.isPastReturn()) {
            return stop("it is past the point of no return and can only be resumed");
        }
        return takeBack("rolled back by the operator");
    }

    /// Before the first act, when no other console can act any more: others can find the journal, and what they did to an interrupted operation is not done twice.
    ///
    /// @param known the journal before it was gone on with; empty for a new operation
    /// @return the story, where nothing may be done
    private Optional<Story> makeKnown(List<String> known) {
        Optional<String> where = known.isEmpty() ? Optional.empty() : journal.overtaken(story.id(), known);
        if (where.isPresent()) {
            return Optional.of(overtaken(where.get()));
        }
        Optional<String> unclear = story.isReturnUnknown() ? recognisePromotion() : Optional.empty();
        if (unclear.isPresent()) {
            return Optional.of(stop(unclear.get()));
        }
        secure();
        return Optional.empty();
    }

    /// Writes nothing: the other's journal is the one that counts.
    private Story overtaken(String host) {
        String why = "another console went on with it, as the journal on the host of " + host + " says: look again";
        story = story.with(new JournalEvent(Kind.STOPPED, clock.instant(), -1, why, 0));
        return publishEnd();
    }

    /// The copy of another console's journal may lack the point of no return if no host could take it.
    private Optional<String> recognisePromotion() {
        int point = story.pointOfNoReturn();
        if (!(story.plan().steps().get(point) instanceof PromoteReplica promote)) {
            return Optional.empty();
        }
        return switch (world.look(promote.server())) {
            case ServerState.Replica r -> Optional.empty();
            case ServerState.Primary p -> {
                tell(Kind.BEGUN, point, promote.server() + " is promoted already", 0);
                yield Optional.empty();
            }
            case ServerState.Rejecting r -> unclear(promote, r.problem().message());
            case ServerState.Unreachable u -> unclear(promote, u.problem().message());
            case ServerState.NotPolled n -> unclear(promote, n.why());
        };
    }

    private static Optional<String> unclear(PromoteReplica promote, String why) {
        return Optional.of("whether " + promote.server() + " was promoted cannot be told (" + why + "): nothing is done before it answers");
    }

    private void secure() {
        if (story.isShared()) {
            journal.secure(story.id()).ifPresent(why -> tell(Kind.WARNED, -1, why, 0));
        }
    }

    /// @return why the plan cannot go on as if this step were done; empty when it can
    private Optional<String> runStep(int index, Step step) {
        long start = world.nanos();
        boolean begunBefore = story.isTouched(index);
        Optional<String> changed = changedSinceShown(step);
        Optional<String> obstacle = changed.isPresent() ? changed : step.obstacle(world);
        Outcome outcome;
        if (obstacle.isPresent()) {
            outcome = begunBefore && changed.isEmpty() ? step.readBack(world) : Outcome.failure(obstacle.get());
            if (!begunBefore) {
                return failed(index, step, obstacle.get(), start);
            }
        } else {
            tell(Kind.BEGUN, index, "", 0);
            if (step.isPointOfNoReturn()) {
                secure();
            }
            outcome = step.deed().map(world::perform).orElse(Outcome.success(""));
            if (!outcome.succeeded()
                    && step.isPointOfNoReturn()
                    && !begunBefore
                    && step.obstacle(world).isEmpty()
                    && outcome.extra().containsKey(Refused.KEY)) {
                tell(Kind.FAILED, index, outcome.details(), millis(start));
                return Optional.of(outcome.details());
            }
            if (outcome.succeeded() || step.isPointOfNoReturn()) {
                Outcome confirmed = step.confirm(world);
                outcome = confirmed.details().isEmpty() ? outcome : confirmed;
            }
        }
        if (outcome.succeeded()) {
            tell(Kind.DONE, index, outcome.details().isEmpty() ? step.title() + ": done" : outcome.details(), millis(start));
            return Optional.empty();
        }
        return failed(index, step, outcome.details(), start);
    }

    private Optional<String> failed(int index, Step step, String because, long start) {
        String why = because + step.withoutIt().map(words -> "; " + words).orElse("");
        if (!step.isEssential()) {
            tell(Kind.WARNED, index, why, millis(start));
            return Optional.empty();
        }
        boolean maybeDone = step.isPointOfNoReturn() && story.isTouched(index);
        tell(maybeDone ? Kind.STOPPED : Kind.FAILED, index, why, millis(start));
        return Optional.of(why);
    }

    /// The plan that was shown is the plan that runs, or none.
    private Optional<String> changedSinceShown(Step step) {
        return step.deed()
                .map(world::preview)
                .filter(now -> !now.equals(step.preview()))
                .map(now -> "the commands of \"" + step.title() + "\" have changed since the plan was shown; they are now "
                        + String.join("; ", now));
    }

    private Story takeBack(String why) {
        boolean clean = true;
        List<Step> steps = story.plan().steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            Step step = steps.get(i);
            if (!story.isTouched(i) || step.undo().isEmpty()) {
                continue;
            }
            Optional<String> lost = story.isShared() ? world.disowned() : Optional.empty();
            if (lost.isPresent()) {
                return stop(why + ". It is not taken back now, because " + lost.get() + " and another console may act. Left: " + left(i)
                        + ". Roll back when the locks can be had again");
            }
            long start = world.nanos();
            tell(Kind.UNDOING, i, step.undoTitle().orElse(""), 0);
            Outcome outcome = world.perform(step.undo().get());
            Outcome readBack = step.confirmUndone(world);
            if (readBack.succeeded() && outcome.succeeded()) {
                tell(Kind.UNDONE, i, readBack.details(), millis(start));
            } else {
                clean = false;
                String detail = outcome.succeeded() ? readBack.details() : outcome.details();
                tell(Kind.UNDO_FAILED, i, detail, millis(start));
            }
        }
        if (!clean) {
            return stop("could not take everything back after: " + why);
        }
        tell(Kind.ROLLED_BACK, -1, story.plan().title() + " was taken back: " + why, 0);
        return ended();
    }

    /// What is not taken back of the steps up to this one, in the order in which it would be.
    private String left(int last) {
        return IntStream.iterate(last, i -> i >= 0, i -> i - 1)
                .filter(story::isTouched)
                .mapToObj(i -> story.plan().steps().get(i))
                .filter(step -> step.undo().isPresent())
                .map(step -> step.undoTitle().orElse(step.title()))
                .collect(Collectors.joining("; "));
    }

    private Story stop(String why) {
        tell(Kind.STOPPED, -1, why, 0);
        return ended();
    }

    /// Whoever finds it free finds it ended, or knows how far it came.
    private Story ended() {
        if (story.isShared()) {
            var unused = journal.secure(story.id());
        }
        return publishEnd();
    }

    private Story publishEnd() {
        story = new Story(story.id(), story.plan(), story.operator(), story.startedAt(), story.events(), false);
        publish.accept(story);
        return story;
    }

    private void tell(Kind kind, int step, String text, long millis) {
        JournalEvent event = new JournalEvent(kind, clock.instant(), step, text, millis);
        journal.append(story.id(), event);
        story = story.with(event);
        publish.accept(story);
    }

    private long millis(long start) {
        return Math.max(1, (world.nanos() - start) / 1_000_000);
    }
}
