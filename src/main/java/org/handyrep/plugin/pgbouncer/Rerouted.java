package org.handyrep.plugin.pgbouncer;

import java.util.List;

/// How it went with one pgbouncer that was to lead elsewhere.
///
/// @param sentence names the pgbouncer
/// @param remarks what else to know: read-only names that lead nowhere, sessions that had to be ended
public record Rerouted(Bouncer bouncer, State state, String sentence, List<String> remarks) {

    public enum State {
        /// Sessions through it end where they should.
        MOVED,
        /// It took the new configuration and holds its clients; no session was tried.
        WAITING,
        /// It does not run, and was left alone.
        STOPPED,
        /// It was not moved, or no session comes about.
        FAILED,
        /// A session through it ended on another server.
        MISROUTED
    }

    public Rerouted {
        remarks = List.copyOf(remarks);
    }

    static Rerouted failed(Bouncer bouncer, String why) {
        return new Rerouted(bouncer, State.FAILED, bouncer.name() + ": " + why, List.of());
    }

    public boolean isMoved() {
        return state == State.MOVED || state == State.WAITING;
    }

    /// Whether trying again could help.
    public boolean isFinal() {
        return isMoved() || state == State.STOPPED;
    }
}
