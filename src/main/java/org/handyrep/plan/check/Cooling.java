package org.handyrep.plan.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What happened lately, and how long it keeps the next from beginning.
final class Cooling {

    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    private static final String OR_ACKNOWLEDGE = ", or until somebody acknowledges it";

    private Cooling() {}

    static Optional<String> failover(Circumstances now) {
        return latest(now, Past.Kind.FAILOVER).map(p -> p.title() + " ended at " + Sentences.at(now, p.endedAt())
                + ": no other is begun before " + Sentences.at(now, p.endedAt().plus(now.wanted().cooldown()))
                + " (failover_cooldown)" + OR_ACKNOWLEDGE);
    }

    static Optional<String> restart(Circumstances now) {
        return latest(now, Past.Kind.RESTART)
                .filter(p -> p.automatic() && p.end() == Past.End.SUCCEEDED)
                .map(p -> now.primary() + " was started again at " + Sentences.at(now, p.endedAt())
                        + " already: not once more before " + Sentences.at(now, p.endedAt().plus(now.wanted().cooldown()))
                        + " (failover_cooldown)" + OR_ACKNOWLEDGE);
    }

    /// The newest that left something behind, within the cooldown. One that ended in the future, by a clock that was set back, is within it too.
    private static Optional<Past> latest(Circumstances now, Past.Kind kind) {
        return now.unacknowledged().stream()
                .filter(p -> p.kind() == kind && p.end() != Past.End.TAKEN_BACK)
                .filter(p -> now.now().isBefore(p.endedAt().plus(now.wanted().cooldown())))
                .findFirst();
    }

    static Optional<String> day(Circumstances now) {
        Instant yesterday = now.now().minus(DAY);
        List<Past> today = now.unacknowledged().stream()
                .filter(p -> p.kind() == Past.Kind.FAILOVER && p.automatic() && p.end() != Past.End.TAKEN_BACK)
                .filter(p -> p.endedAt().isAfter(yesterday))
                .toList();
        int most = now.wanted().perDay();
        if (today.size() < most) {
            return Optional.empty();
        }
        return Optional.of(most == 0
                ? "failovers_per_day is 0: only a person fails over"
                : today.size() + " automatic failovers in 24 hours are as many as failovers_per_day allows: the next is a person's, or not before "
                        + Sentences.at(now, today.get(most - 1).endedAt().plus(DAY)) + OR_ACKNOWLEDGE);
    }

    static Optional<String> takenBack(Circumstances now) {
        List<Past> tries = now.inThisOutage().stream()
                .filter(p -> p.kind() == Past.Kind.FAILOVER && p.automatic() && p.end() == Past.End.TAKEN_BACK)
                .filter(p -> now.acknowledged().map(at -> p.endedAt().isAfter(at)).orElse(true))
                .toList();
        if (tries.isEmpty()) {
            return Optional.empty();
        }
        Past last = tries.getFirst();
        if (tries.size() >= ATTEMPTS) {
            return Optional.of(last.title() + " was taken back, the " + tries.size()
                    + "th in this outage: a person must look (Operations), then fail over by hand or acknowledge it");
        }
        Instant next = last.endedAt().plus(FIRST_WAIT.multipliedBy(1L << (tries.size() - 1)));
        return now.now().isBefore(next)
                ? Optional.of(last.title() + " was taken back: it is tried again at " + Sentences.at(now, next))
                : Optional.empty();
    }
}
