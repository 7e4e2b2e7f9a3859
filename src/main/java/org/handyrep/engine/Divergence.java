package org.handyrep.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.handyrep.cluster.Lsn;

/// What two or more writable servers of one cluster have that the others have not. Nothing was touched to find it out.
///
/// @param forkedAt where their histories part; empty when that cannot be told
/// @param branches one for each server
/// @param advice what to do first, one sentence each, in order
public record Divergence(Optional<Lsn> forkedAt, List<Branch> branches, List<String> advice) {

    public Divergence {
        branches = List.copyOf(branches);
        advice = List.copyOf(advice);
    }

    /// @param end the end of its WAL
    /// @param bytes of WAL after the fork
    /// @param commits transactions committed after the fork; empty when its WAL cannot be read
    /// @param first commit after the fork
    /// @param last commit
    /// @param clients sessions of clients on it now
    /// @param proxies connection proxies that send writes to it
    /// @param problem why something could not be found out; empty when all could
    public record Branch(
            String server,
            int timeline,
            Lsn end,
            OptionalLong bytes,
            OptionalLong commits,
            Optional<Instant> first,
            Optional<Instant> last,
            int clients,
            List<String> proxies,
            String problem) {
        public Branch {
            proxies = List.copyOf(proxies);
        }
    }
}
