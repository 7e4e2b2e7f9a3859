package org.handyrep.engine;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Hurry;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.Progress;

/// Runs one plan, step by step. Before the point of no return a failure takes everything back; after it there is only forward.
final class PlanRunner {

    private final World world;
    private final Journal journal;
    private final Clock clock;
    private final Consumer<Story> publish;
    private final Hurry hurry;
    private final Supplier<Optional<String>> halt;
    private volatile String cancelled = "";
    private final SharedJournal others;
    private final StepRun stepRun;
    private Story story;
    /// Index of the promotion that an interrupted plan has not come to; 0 when there is none.
    private int promotion;

    PlanRunner(World world, Journal journal, Clock clock, Story story, Consumer<Story> publish) {
        this(world, journal, clock, story, publish, Optional::empty);
    }

    /// @param halt asked before each step, unless a person goes on with it: why what was done is to be taken back, where that is still possible
    PlanRunner(World world, Journal journal, Clock clock, Story story, Consumer<Story> publish, Supplier<Optional<String>> halt) {
        this.halt = halt;
        this.world = world;
        this.journal = journal;
        this.clock = clock;
        this.story = story.here(true);
        this.publish = publish;
        this.hurry = Hurry.of(story.plan());
        this.others = new SharedJournal(world, journal, story, why -> tell(Kind.WARNED, -1, why, 0));
        this.stepRun = new StepRun(world, hurry, others, () -> this.story, this::tell);
    }

    /// Takes effect before the next step, or in the middle of one that takes long, if the point of no return is not reached.
    void cancel(String why) {
        cancelled = cancelled.isEmpty() ? why : cancelled;
        world.cancel();
    }

    /// How far the step is that runs. From any thread.
    synchronized void progress(Progress progress) {
        if (story.running()) {
            story = story.at(progress);
            publish.accept(story);
        }
    }

    /// Runs what is not done yet. Also goes on with an interrupted operation.
    Story run() {
        boolean resumed = !story.events().isEmpty();
        if (resumed) {
            tell(Kind.RESUMED, -1, "resumed", 0);
        }
        boolean begun = false;
        Plan plan = story.plan();
        String essentialFailure = "";
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            if (!step.owns() && !begun) {
                begun = true;
                Optional<Story> beyond = makeKnown(resumed);
                if (beyond.isPresent()) {
                    return beyond.get();
                }
            }
            boolean ofSession = resumed && step.isOfSession();
            boolean proved = i < promotion && story.wasDone(i);
            if (story.isSettled(i) && !proved && !ofSession) {
                continue;
            }
            if (!resumed && !story.isPastReturn()) {
                halt.get().ifPresent(this::cancel);
            }
            if (!cancelled.isEmpty() && !story.isPastReturn()) {
                return takeBack(cancelled);
            }
            Optional<String> lost = mayNotGoOn(i, step);
            if (lost.isPresent()) {
                return stop("it does not go on, because " + lost.get() + " and another console may act. Left: \""
                        + step.title() + "\" and what follows. Resume when the locks can be had again");
            }
            Optional<String> failure = proved && !ofSession ? stepRun.again(i, step) : stepRun.run(i, step);
            if (failure.isEmpty()) {
                continue;
            }
            if (ofSession || i < promotion && story.isPastReturn()) {
                return stop(failure.get());
            }
            if (!story.isPastReturn()) {
                return takeBack(cancelled.isEmpty() ? failure.get() : cancelled);
            }
            if (step.isPointOfNoReturn()) {
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

    /// Why the next deed must not be done now. What clients wait for is not held up by asking; there each step asks for itself where it must.
    private Optional<String> mayNotGoOn(int index, Step step) {
        boolean awaited = hurry.includes(index) && (!story.isPastReturn() || step.isUrgent());
        return story.isShared() && !awaited && !step.owns() && step.deed().isPresent() ? world.disowned() : Optional.empty();
    }

    /// Takes back an interrupted operation.
    Story rollBack() {
        List<Step> steps = story.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            Optional<String> failure = steps.get(i).owns() ? stepRun.run(i, steps.get(i)) : Optional.empty();
            if (failure.isPresent()) {
                return stop(failure.get());
            }
        }
        Optional<Story> beyond = makeKnown(true);
        if (beyond.isPresent()) {
            return beyond.get();
        }
        if (story.isPastReturn()) {
            return stop("it is past the point of no return and can only be resumed");
        }
        return takeBack("rolled back by the operator");
    }

    /// Before the first act that hangs on it, when no other console can act any more: others can find the journal, and what they did to an interrupted operation is not done twice.
    ///
    /// @return the story, where nothing may be done
    private Optional<Story> makeKnown(boolean resumed) {
        Optional<String> where = resumed ? journal.overtaken(story.id()) : Optional.empty();
        if (where.isPresent()) {
            return Optional.of(overtaken(where.get()));
        }
        Optional<String> unclear = resumed ? recognisePromotion() : Optional.empty();
        if (unclear.isPresent()) {
            return Optional.of(stop(unclear.get()));
        }
        others.announce();
        return Optional.empty();
    }

    /// Writes nothing: the other's journal is the one that counts.
    private Story overtaken(String host) {
        String why = "another console went on with it, as the journal on the host of " + host + " says: look again";
        story = story.with(new JournalEvent(Kind.STOPPED, clock.instant(), -1, why, 0));
        return publishEnd();
    }

    /// The servers know better than a journal: the copy of another console's may lack the point of no return, and one that was damaged may, too.
    private Optional<String> recognisePromotion() {
        int point = story.promotion();
        if (point < 0 || story.isSettled(point)) {
            return Optional.empty();
        }
        return switch (Passed.look(world, story.plan().steps().get(point))) {
            case Passed.No no -> {
                promotion = point;
                yield Optional.empty();
            }
            case Passed.Yes yes -> {
                if (!story.isPastReturn()) {
                    tell(Kind.BEGUN, point, yes.sentence(), 0);
                }
                yield Optional.empty();
            }
            case Passed.Unclear unclear -> story.isPastReturn() ? Optional.empty() : Optional.of(unclear.why());
        };
    }

    private Story takeBack(String why) {
        others.copyOnce();
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
                tell(Kind.UNDONE, i, readBack.details(), stepRun.millis(start));
            } else {
                clean = false;
                String detail = outcome.succeeded() ? readBack.details() : outcome.details();
                tell(Kind.UNDO_FAILED, i, detail, stepRun.millis(start));
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
        var unused = others.end();
        return publishEnd();
    }

    private Story publishEnd() {
        story = story.here(false);
        publish.accept(story);
        return story;
    }

    /// Nothing hangs on the record of what is done, or only looks: without it the step would only be looked at again.
    private synchronized void tell(Kind kind, int step, String text, long millis) {
        JournalEvent event = new JournalEvent(kind, clock.instant(), step, text, millis);
        if (kind == Kind.DONE || kind == Kind.BEGUN && story.plan().steps().get(step).deed().isEmpty()) {
            journal.note(story.id(), event);
        } else {
            journal.append(story.id(), event);
            if (!hurry.includes(step)) {
                others.changed();
            }
        }
        story = story.with(event);
        publish.accept(story);
    }
}
