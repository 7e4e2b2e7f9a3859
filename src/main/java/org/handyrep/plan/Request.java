package org.handyrep.plan;

import java.time.Duration;
import java.util.Optional;
import org.handyrep.plugin.RunMode;

/// What an operator wants a plan for.
public sealed interface Request {

    /// HandyRep's function name.
    String function();

    /// A switchover while the primary lives, a failover when it is lost.
    ///
    /// @param newMaster empty: the selection plugin chooses
    /// @param oldPrimaryFollows switchover only: start the old primary as a replica of the new one
    /// @param holdClients switchover only: let the clients wait at the connection proxies that can do it
    /// @param salvage failover only: fetch the WAL that only the lost primary has, as `salvage_wal` says; false goes on without it
    record ManualFailover(
            Optional<String> newMaster, boolean remaster, boolean oldPrimaryFollows, boolean holdClients, boolean salvage)
            implements Request {

        public ManualFailover(
                Optional<String> newMaster, boolean remaster, boolean oldPrimaryFollows, boolean holdClients) {
            this(newMaster, remaster, oldPrimaryFollows, holdClients, true);
        }

        public ManualFailover(Optional<String> newMaster, boolean remaster, boolean oldPrimaryFollows) {
            this(newMaster, remaster, oldPrimaryFollows, true);
        }

        @Override
        public String function() {
            return "manual_failover";
        }
    }

    /// What `failover_check` asks for by itself: a failover, never a switchover.
    record AutomaticFailover(boolean remaster) implements Request {
        @Override
        public String function() {
            return "auto_failover";
        }
    }

    /// What `failover_check` asks for with `restart_master`: a primary that crashed is started where it was.
    ///
    /// @param patience how long it may take until it is a primary again
    record RestartPrimary(Duration patience) implements Request {
        @Override
        public String function() {
            return "restart_master";
        }
    }

    record Promote(String newMaster) implements Request {
        @Override
        public String function() {
            return "promote";
        }
    }

    /// @param newMaster empty: the configured primary
    record Remaster(String replica, Optional<String> newMaster) implements Request {
        @Override
        public String function() {
            return "remaster";
        }
    }

    /// Points the connection proxies at the primary.
    ///
    /// @param newMaster empty: the configured primary
    record ConnectionFailover(Optional<String> newMaster) implements Request {
        @Override
        public String function() {
            return "connection_failover";
        }
    }

    /// Writes the configuration of connection proxies.
    ///
    /// @param proxy empty: of all
    record ProxyInit(Optional<String> proxy) implements Request {
        @Override
        public String function() {
            return "connection_proxy_init";
        }
    }

    record Archiving(boolean on) implements Request {
        @Override
        public String function() {
            return on ? "start_archiving" : "stop_archiving";
        }
    }

    record CleanUpArchive() implements Request {
        @Override
        public String function() {
            return "cleanup_archive";
        }
    }

    /// Ends a split brain: stops one of the primaries and marks it as a replica.
    record Isolate(String server) implements Request {
        @Override
        public String function() {
            return "isolate";
        }
    }

    /// Makes a replica from a copy of another server.
    ///
    /// @param from the server that is copied; empty: the primary
    /// @param reclone overwrite a database that is there
    /// @param maxRate kilobytes per second at most, 0 for as `clone_method` has it
    record Clone(String server, Optional<String> from, boolean reclone, int maxRate) implements Request {
        public Clone(String server, Optional<String> from, boolean reclone) {
            this(server, from, reclone, 0);
        }

        @Override
        public String function() {
            return "clone";
        }
    }

    /// Brings an old primary back as a replica of the present one.
    record Rejoin(String server, How how) implements Request {

        public enum How {
            /// Follow where nothing diverged, else rewind; never a clone.
            AUTO,
            /// `pg_rewind`
            REWIND,
            /// Clone it again with its `clone_method`, over what is there.
            RECLONE,
            /// Only where nothing diverged.
            FOLLOW
        }

        @Override
        public String function() {
            return "rejoin";
        }
    }

    record Service(String server, RunMode mode) implements Request {
        @Override
        public String function() {
            return switch (mode) {
                case START -> "startup";
                case STOP, FASTSTOP -> "shutdown";
                case RESTART -> "restart";
                case RELOAD -> "reload";
                case STATUS -> "get_server_info";
            };
        }
    }
}
