package org.handyrep.engine;

import java.time.Instant;
import java.util.Objects;

/// One line of an operation's journal.
///
/// @param step index of the step it is about; -1 for the operation
/// @param text evidence, reason or summary; never a secret
/// @param millis how long it took, 0 where that says nothing
public record JournalEvent(Kind kind, Instant at, int step, String text, long millis) {

    public JournalEvent {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(at);
        Objects.requireNonNull(text);
    }

    public enum Kind {
        BEGUN,
        DONE,
        /// Failed, and the plan stops here.
        FAILED,
        /// Failed, and the plan goes on.
        WARNED,
        UNDOING,
        UNDONE,
        UNDO_FAILED,
        RESUMED,
        /// Another console began it, and this one found its journal.
        TAKEN_OVER,
        /// Stands still and wants a person; may be resumed.
        STOPPED,
        SUCCEEDED,
        ROLLED_BACK,
        /// A person looked at it and left the servers as they are.
        LEFT;

        boolean isEnd() {
            return this == SUCCEEDED || this == ROLLED_BACK || this == LEFT;
        }
    }
}
