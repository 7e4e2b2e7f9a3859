package org.handyrep.plan.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// When a lost primary may be started again: where its host proves that it crashed there, and nobody took its place.
final class Restarting {

    /// `pg_controldata` of a primary that was not shut down. A replica's states are not among them: what was demoted stays what it is.
    private static final Set<String> CRASHED = Set.of("in production", "in crash recovery", "shutting down");

    private Restarting() {}

    static Optional<String> notCrashed(Circumstances now) {
        String primary = now.primary();
        if (now.host().isEmpty()) {
            return Optional.of("the host of " + primary + " does not say whether PostgreSQL runs there");
        }
        if (now.host().get().running()) {
            return Optional.of("PostgreSQL on " + primary + " is there and answers nobody: it did not crash");
        }
        String state = now.host().get().controlState();
        return CRASHED.contains(state)
                ? Optional.empty()
                : Optional.of(state.isEmpty()
                        ? "how PostgreSQL on " + primary + " ended could not be read"
                        : "PostgreSQL on " + primary + " did not crash: its control file says " + state);
    }

    static Optional<String> rival(Circumstances now) {
        if (!now.rivals().isEmpty()) {
            return Optional.of(String.join(", ", now.rivals()) + " takes writes: " + now.primary() + " would be a second primary");
        }
        return now.seenHarmless() * 2 > now.servers()
                ? Optional.empty()
                : Optional.of("only " + now.seenHarmless() + " of " + now.servers()
                        + " servers were seen not to be a primary: another may have taken the place of " + now.primary());
    }

    /// HandyRep's rule: if nobody could be promoted, the old primary is tried to be started, whatever `restart_master` says.
    static boolean isLastResort(Circumstances now) {
        return now.wanted().failover()
                && now.inThisOutage().stream()
                        .anyMatch(p -> p.automatic() && p.kind() == Past.Kind.FAILOVER && p.end() == Past.End.TAKEN_BACK);
    }

    static Optional<String> tried(Circumstances now) {
        List<Past> outage = now.inThisOutage().stream().filter(Past::automatic).toList();
        Optional<Past> restart = outage.stream().filter(p -> p.kind() == Past.Kind.RESTART).findFirst();
        Instant lastFailover = outage.stream()
                .filter(p -> p.kind() == Past.Kind.FAILOVER && p.end() == Past.End.TAKEN_BACK)
                .findFirst()
                .map(Past::endedAt)
                .orElse(Instant.MIN);
        boolean again = restart.map(p -> p.endedAt().isBefore(lastFailover)).orElse(true);
        return again
                ? Optional.empty()
                : Optional.of(now.primary() + " was tried to be started at " + Sentences.at(now, restart.get().endedAt())
                        + " in this outage, in vain: see its log, then start it or fail over by hand (manual_failover)");
    }
}
