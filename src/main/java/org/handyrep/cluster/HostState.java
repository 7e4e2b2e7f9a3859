package org.handyrep.cluster;

import java.util.Optional;

/// What one look over SSH at the host of a server saw.
public sealed interface HostState {

    /// @param running a postmaster of the configured data directory runs
    /// @param controlState `pg_controldata`'s "Database cluster state" (`in production`, `shut down`, …), empty when it could not be read
    /// @param process the postmaster for people, `pid 4711, T (stopped)`; empty when there is none
    /// @param disk empty when that could not be read
    record Answers(boolean running, String controlState, String process, Optional<Disk> disk) implements HostState {
        public Answers(boolean running, String controlState) {
            this(running, controlState, "");
        }

        public Answers(boolean running, String controlState, String process) {
            this(running, controlState, process, Optional.empty());
        }
    }

    /// The host answers, but whether a postmaster runs could not be told (no sudo, no `pgdata`).
    record Unclear(String why) implements HostState {}

    record Silent(String why) implements HostState {}

    record NotChecked() implements HostState {}
}
