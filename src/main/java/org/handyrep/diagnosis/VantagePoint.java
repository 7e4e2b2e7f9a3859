package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.Optional;

/// One cell of the matrix "who sees whom": what one place knows of one server, and how old that is.
///
/// @param from where the look was taken: a server's name, empty for this console
/// @param to the server that was looked at
/// @param by how it looked
/// @param age of what it saw; empty when it never saw anything
/// @param words one line for people: `streams, last message 0.4 s ago`
public record VantagePoint(String from, String to, Way by, Saw saw, Optional<Duration> age, String words) {

    public enum Way {
        /// A session of the console.
        SQL,
        /// A command on its host.
        SSH,
        /// A replica's WAL receiver.
        WAL,
        /// PostgreSQL's port, asked from another host.
        PORT
    }

    public enum Saw {
        /// It lives: any such cell vetoes a failover.
        ALIVE,
        /// It is there and answers nobody, or what was heard is too old to prove anything.
        DOUBTFUL,
        SILENT,
        /// Nobody could look.
        UNKNOWN
    }
}
