package org.handyrep.plugin;

/// How a command ended.
public sealed interface CommandResult {

    /// The program ran to its end.
    record Exited(int status, String output, String errors) implements CommandResult {

        /// The last line that says something, for a message.
        public String lastWords() {
            String all = errors.isBlank() ? output : errors;
            return all.strip().lines().reduce((a, b) -> b).orElse("no output");
        }
    }

    /// It was started and did not end in time, or the connection broke under it: what it did is not known.
    record Unfinished(String why) implements CommandResult {}

    /// It was never started: no connection, unknown host key, login refused.
    record NotStarted(String why) implements CommandResult {}

    default boolean ok() {
        return this instanceof Exited e && e.status() == 0;
    }

    /// One line that says how it went.
    default String describe() {
        return switch (this) {
            case Exited e when e.status() == 0 -> "succeeded";
            case Exited e -> "exit status " + e.status() + ": " + e.lastWords();
            case Unfinished u -> u.why();
            case NotStarted n -> n.why();
        };
    }
}
