package org.handyrep.cluster;

/// Why a connection or a statement failed, classified so that "failed" is never mistaken for "dead".
///
/// @param sqlState the server's or the driver's SQLSTATE, empty when there is none
/// @param message one line for people, without secrets
public record ConnectionProblem(Kind kind, String sqlState, String message) {

    /// The classes follow PostgreSQL's error codes (manual, appendix A) and what the network answers.
    public enum Kind {
        REFUSED(false),
        TIMED_OUT(false),
        RESET(false),
        UNKNOWN_HOST(false),
        /// 28xxx: the server answered, the login was refused.
        AUTHENTICATION(true),
        /// 53300: the server answered, it is full.
        TOO_MANY_CONNECTIONS(true),
        /// 57P03 "the database system is starting up", also recovery after a crash.
        STARTING_UP(true),
        /// 57P01, 57P03 "shutting down".
        SHUTTING_DOWN(true),
        /// 3D000.
        WRONG_DATABASE(true),
        TLS(true),
        /// The server ran the statement and reported an error, or anything that only a living server can say.
        STATEMENT(true),
        /// Not classified; proves nothing.
        OTHER(false);

        private final boolean provesLife;

        Kind(boolean provesLife) {
            this.provesLife = provesLife;
        }

        /// Whether only a living postmaster can have given this answer.
        public boolean provesLife() {
            return provesLife;
        }
    }

    public boolean provesLife() {
        return kind.provesLife();
    }
}
