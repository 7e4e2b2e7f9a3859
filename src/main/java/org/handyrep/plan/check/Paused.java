package org.handyrep.plan.check;

import java.time.Instant;
import java.util.Optional;

/// Somebody told HandyRep to do nothing by itself.
///
/// @param until empty: until somebody ends it
public record Paused(String by, String reason, Instant since, Optional<Instant> until) {

    public boolean isOver(Instant now) {
        return until.map(end -> !now.isBefore(end)).orElse(false);
    }
}
