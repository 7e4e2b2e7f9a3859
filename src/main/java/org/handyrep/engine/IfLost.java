package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What would happen if the primary died now, as the planner says from the newest poll.
///
/// @param primary whose death it is about
/// @param winner who would be promoted; empty when nobody could
/// @param why why this one, or why nobody
/// @param bytes WAL the winner does not have; empty when it is not known
/// @param commits about as many, as estimated by how much WAL a commit was of late; empty when that is not known
/// @param estimate from its death to the first write on the new primary
/// @param automatic whether the console would act without a person
/// @param blocks what keeps it from that, one sentence each; empty when nothing does
/// @param losers each other replica and why it would not be taken
public record IfLost(
        String primary,
        Optional<String> winner,
        String why,
        OptionalLong bytes,
        OptionalLong commits,
        Optional<Duration> estimate,
        boolean automatic,
        List<String> blocks,
        List<String> losers) {

    public IfLost {
        blocks = List.copyOf(blocks);
        losers = List.copyOf(losers);
    }
}
