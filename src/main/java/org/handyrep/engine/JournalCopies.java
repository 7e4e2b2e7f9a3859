package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where an operation's journal is kept besides this machine, so that another console can go on with it.
///
/// The journal on this machine is the truth and is forced to the disk before each act. A copy may end earlier, but never before the point of no return
/// that was begun, unless no host could take it.
interface JournalCopies {

    /// For plans whose journal is nobody else's business, and for tests.
    JournalCopies NONE = new JournalCopies() {
        @Override
        public void changed(String id, Supplier<List<String>> lines) {}

        @Override
        public Optional<String> secure(String id, Supplier<List<String>> lines) {
            return Optional.empty();
        }

        @Override
        public Optional<String> overtaken(String id, Supplier<List<String>> lines) {
            return Optional.empty();
        }
    };

    /// This console, `anna@desk1`; empty where that does not matter.
    default String console() {
        return "";
    }

    /// Takes note that there is a journal to copy. Returns at once; the first copies are made half a second later, unless something is secured before.
    default void announce(String id, Supplier<List<String>> lines) {}

    /// Takes note that there is more to copy of a journal that was announced or secured once. Returns at once; copies are made in order, each time the newest whole.
    void changed(String id, Supplier<List<String>> lines);

    /// Copies now. Waits until those who can take it have it, and never long.
    ///
    /// @return why nobody has it; empty when at least one host has
    Optional<String> secure(String id, Supplier<List<String>> lines);

    /// Copies now, and waits for the one host that counts most; the others get it a moment later. Where that host cannot take it, any host will do.
    ///
    /// @return why nobody has it; empty when at least one host has
    default Optional<String> secureAt(String server, String id, Supplier<List<String>> lines) {
        return secure(id, lines);
    }

    /// Whether another console went on with it. Asks the hosts.
    ///
    /// @param lines of this console's journal, by the time the hosts have answered: a copy that this console made late is its own
    /// @return the server whose copy ends with what this console did not write
    Optional<String> overtaken(String id, Supplier<List<String>> lines);
}
