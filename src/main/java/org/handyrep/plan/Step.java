package org.handyrep.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.Outcome;

/// One step of a plan: a value that says what it will do, does it, reads back that it is done, and can take it back. Every method may be called twice.
public interface Step {

    /// Present tense, naming the server: `Stop PostgreSQL on john`.
    String title();

    /// The server it touches; empty for the console's own books.
    String server();

    /// The exact SQL or command per host, one line each, secrets masked, as it was shown to the operator.
    List<String> preview();

    /// What it does; empty for a step that only looks.
    default Optional<Deed> deed() {
        return Optional.empty();
    }

    /// Why it must not be done now; empty when it may.
    default Optional<String> obstacle(World world) {
        return Optional.empty();
    }

    /// Reads back whether it is done, waiting as long as that can honestly take. Without words of its own the deed's own count.
    default Outcome confirm(World world) {
        return Outcome.success("");
    }

    /// As [#confirm(World)] for a step that was begun before and must not be begun again: only looks.
    default Outcome readBack(World world) {
        return confirm(world);
    }

    /// After this step has begun there is no undo.
    default boolean isPointOfNoReturn() {
        return false;
    }

    /// It keeps other consoles from acting: whoever goes on with an interrupted plan or takes it back does it again first.
    default boolean owns() {
        return false;
    }

    /// What it does lasts only as long as the session that runs the plan: whoever goes on with an interrupted plan does it again.
    default boolean isOfSession() {
        return owns();
    }

    /// What is left of it, for whoever goes on with an interrupted plan whose promotion is still to come. What only looks is looked at again; a step on which the
    /// promotion hangs says how its deed is proved again.
    default Still still(World world) {
        return deed().isEmpty() ? new Still.Untold() : new Still.Holds("");
    }

    /// Clients wait for it: after the promotion it is done without asking once more whether the cluster still belongs to the operation.
    default boolean isUrgent() {
        return false;
    }

    /// Whoever finds it done, and no journal that tells of it, does nothing wrong: it need not wait until other hosts have a copy.
    default boolean mayPrecedeCopies() {
        return false;
    }

    /// A plan goes on when a step fails that is not essential; the failure is reported.
    default boolean isEssential() {
        return true;
    }

    /// What it means for the plan that it failed, for people; empty when that needs no words.
    default Optional<String> withoutIt() {
        return Optional.empty();
    }

    /// What takes it back; empty when there is nothing to take back.
    default Optional<Deed> undo() {
        return Optional.empty();
    }

    /// What undoing it does, for people.
    default Optional<String> undoTitle() {
        return Optional.empty();
    }

    /// Reads back whether it is taken back.
    default Outcome confirmUndone(World world) {
        return Outcome.success(title() + ": taken back");
    }
}
