package org.handyrep.engine;

import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.engine.JournalEvent.Kind;
import org.handyrep.plan.Hurry;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Runs one step of a plan: precondition, journal, act, postcondition read back, journal.
///
/// @param story as it is told so far
record StepRun(World world, Hurry hurry, SharedJournal others, Supplier<Story> story, Teller journal) {

    /// Writes down what happened.
    @FunctionalInterface
    interface Teller {
        void tell(Kind kind, int step, String text, long millis);
    }

    /// The world went on while the plan was interrupted: what the promotion hangs on must hold now, not only then.
    Optional<String> again(int index, Step step) {
        long start = world.nanos();
        return switch (step.still(world)) {
            case Still.Holds holds -> {
                if (!holds.sentence().isEmpty()) {
                    journal.tell(Kind.DONE, index, holds.sentence(), millis(start));
                }
                yield Optional.empty();
            }
            case Still.Broken broken -> failed(index, step, broken.why(), start);
            case Still.Untold untold -> run(index, step);
        };
    }

    /// @return why the plan cannot go on as if this step were done; empty when it can
    Optional<String> run(int index, Step step) {
        long start = world.nanos();
        boolean begunBefore = isBegun(index, step);
        Optional<String> changed = changedSinceShown(step);
        Optional<Supplier<Optional<String>>> ahead = step.isPointOfNoReturn() && !begunBefore && changed.isEmpty()
                ? Optional.of(begin(index, step))
                : Optional.empty();
        Optional<String> obstacle = changed.isPresent() ? changed : step.obstacle(world);
        Outcome outcome;
        if (obstacle.isEmpty()) {
            others.before(step);
            ahead.orElseGet(() -> begin(index, step)).get().ifPresent(why -> journal.tell(Kind.WARNED, -1, why, 0));
            outcome = act(step, begunBefore);
        } else if (begunBefore && changed.isEmpty()) {
            outcome = step.readBack(world);
        } else {
            outcome = ahead.isPresent() ? Refused.mark(Outcome.failure(obstacle.get())) : Outcome.failure(obstacle.get());
        }
        if (outcome.succeeded()) {
            journal.tell(Kind.DONE, index, outcome.details().isEmpty() ? step.title() + ": done" : outcome.details(), millis(start));
            return Optional.empty();
        }
        boolean untouched = step.isPointOfNoReturn() && !begunBefore && outcome.extra().containsKey(Refused.KEY);
        return untouched ? notPassed(index, outcome.details(), start) : failed(index, step, outcome.details(), start);
    }

    private boolean isBegun(int index, Step step) {
        return step.isPointOfNoReturn() ? story.get().isPastReturn() : story.get().isTouched(index);
    }

    /// @return waits for a copy, where one must be there before the act: why there is none
    private Supplier<Optional<String>> begin(int index, Step step) {
        journal.tell(Kind.BEGUN, index, "", 0);
        if (hurry.from() == index && hurry.from() > 0) {
            // The hosts are done with the copies before anybody waits.
            others.copy();
        }
        return step.isPointOfNoReturn() ? others.ahead(step) : Optional::empty;
    }

    /// What was refused at the point of no return has had no effect, unless it was begun before or could not be begun again.
    private Outcome act(Step step, boolean begunBefore) {
        Outcome outcome = step.deed().map(world::perform).orElse(Outcome.success(""));
        boolean point = step.isPointOfNoReturn();
        boolean refused = point && !begunBefore && outcome.extra().containsKey(Refused.KEY);
        if (!outcome.succeeded() && (!point || refused && step.obstacle(world).isEmpty())) {
            return outcome;
        }
        Outcome confirmed = step.confirm(world);
        return confirmed.details().isEmpty() ? outcome : confirmed;
    }

    /// Nobody was promoted, and nobody who finds a copy is to think so.
    private Optional<String> notPassed(int index, String why, long start) {
        journal.tell(Kind.FAILED, index, why, millis(start));
        others.copy();
        return Optional.of(why);
    }

    private Optional<String> failed(int index, Step step, String because, long start) {
        String why = because + step.withoutIt().map(words -> "; " + words).orElse("");
        if (!step.isEssential()) {
            journal.tell(Kind.WARNED, index, why, millis(start));
            return Optional.empty();
        }
        boolean maybeDone = step.isPointOfNoReturn() && isBegun(index, step);
        journal.tell(maybeDone ? Kind.STOPPED : Kind.FAILED, index, why, millis(start));
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

    long millis(long start) {
        return Math.max(1, (world.nanos() - start) / 1_000_000);
    }
}
