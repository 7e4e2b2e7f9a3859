package org.handyrep.engine;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// When the journal of one operation is brought to other hosts: not before anybody needs it there, and never after. Nothing goes there before it is known that no
/// other console went on with it, whose word a copy would replace.
///
/// Does nothing for an operation that holds no locks: whether that still runs nobody else could tell.
final class SharedJournal {

    private final World world;
    private final Journal journal;
    private final String id;
    private final boolean shared;
    private final Consumer<String> warn;
    private boolean announced;
    private boolean copied;

    /// @param warn is told why no host has a copy
    SharedJournal(World world, Journal journal, Story story, Consumer<String> warn) {
        this.world = world;
        this.journal = journal;
        this.id = story.id();
        this.shared = story.isShared();
        this.warn = warn;
    }

    /// When no other console can act any more.
    void announce() {
        announced = shared;
        if (announced) {
            journal.announce(id);
        }
    }

    /// The copies follow, some time.
    void changed() {
        if (announced) {
            journal.share(id);
        }
    }

    /// Before the first act that hangs on it. Once is enough: what follows is copied when it is worth it.
    void before(Step step) {
        boolean acts = step.deed().isPresent() && !step.owns();
        if (acts && !copied && !step.mayPrecedeCopies() && !step.isPointOfNoReturn()) {
            copy();
        }
    }

    /// Waits for the copies.
    void copy() {
        copied = true;
        end().ifPresent(warn);
    }

    void copyOnce() {
        if (!copied) {
            copy();
        }
    }

    /// The copies say that the point of no return is reached before it is passed. They are on their way while the servers are asked for the last time.
    ///
    /// @return waits for a copy, which must be there before the act: why there is none
    Supplier<Optional<String>> ahead(Step point) {
        copied = true;
        return shared ? world.ahead(() -> journal.secureAt(point.server(), id)) : Optional::empty;
    }

    /// Waits for the copies; nothing can be told any more.
    Optional<String> end() {
        return announced ? journal.secure(id) : Optional.empty();
    }
}
