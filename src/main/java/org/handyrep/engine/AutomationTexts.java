package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plan.check.Answer;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plan.check.Hold;

/// What an answer of `failover_check` is called in the log: why nothing happened, or what happens.
///
/// @param key the same while nothing worth telling has changed
/// @param blocked what would keep it from acting although it is wanted, until a person comes; empty while the answer does not tell
record AutomationTexts(String key, boolean bad, boolean alerted, String text, Optional<Blocked> blocked) {

    /// @param key empty when nothing does
    record Blocked(String key, String text) {}

    /// What does not end by itself, or not today, and what nobody wished.
    private static final Set<String> WANTS_A_PERSON = Set.of("StateDamaged", "RolesInDoubt", "OperationUnfinished", "DayIsFull");

    AutomationTexts(String key, boolean bad, boolean alerted, String text) {
        this(key, bad, alerted, text, Optional.empty());
    }

    void tell(AutomationHistory history) {
        blocked.ifPresent(b -> history.lasting(b.key(), b.text()));
        if (text.isEmpty()) {
            history.nothing(key);
        } else {
            history.state(key, bad, alerted, text);
        }
    }

    static AutomationTexts of(Circumstances now, Answer answer) {
        return switch (answer) {
            case Answer.Off off -> now.diagnosis().verdict().severity() == Severity.CRITICAL
                    ? new AutomationTexts("off, but wanted", true, false,
                            "nothing is done by itself: auto_failover and restart_master are False in handyrep.conf")
                    : new AutomationTexts("off", false, false, "");
            case Answer.Alive alive -> alive.holds().isEmpty()
                    ? new AutomationTexts("armed", false, false, subject(now) + " is armed", blocked(now, List.of()))
                    : new AutomationTexts("blocked " + codes(alive.holds()), false, false,
                            subject(now) + " is blocked: " + sentences(alive.holds()), blocked(now, alive.holds()));
            case Answer.Report report -> new AutomationTexts(
                    "report " + codes(report.holds()) + " " + now.diagnosis().verdict().code(), true, isNews(report.holds().getFirst()),
                    "nothing is done by itself: " + sentences(report.holds()));
            case Answer.RestartPrimary restart -> new AutomationTexts("restart " + restart.server(), false, false,
                    restart.server() + " is to be started again: " + restart.reason());
            case Answer.FailOver failover -> new AutomationTexts("failover " + failover.server(), false, false,
                    "a failover from " + failover.server() + " is to be made: " + failover.reason());
        };
    }

    private static Optional<Blocked> blocked(Circumstances now, List<Hold> holds) {
        List<Hold> grave = holds.stream().filter(h -> WANTS_A_PERSON.contains(h.code())).toList();
        return Optional.of(new Blocked(
                codes(grave), subject(now) + " is blocked, and would not act if the primary were lost: " + sentences(grave)));
    }

    /// `Automatic failover`, or what there is of it.
    static String subject(Circumstances now) {
        return now.wanted().failover() ? "Automatic failover" : "Automatic restart of the primary";
    }

    /// The verdict is told in any case, and so is an operation.
    private static boolean isNews(Hold first) {
        return !first.code().equals("Unconfirmed") && !first.code().equals("OperationRuns");
    }

    private static String codes(List<Hold> holds) {
        return holds.stream().map(Hold::code).collect(Collectors.joining(","));
    }

    private static String sentences(List<Hold> holds) {
        return holds.stream().map(Hold::sentence).collect(Collectors.joining("; also: "));
    }
}
