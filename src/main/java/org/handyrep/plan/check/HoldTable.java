package org.handyrep.plan.check;

import static org.handyrep.plan.check.Row.Keeps.EVERYTHING;
import static org.handyrep.plan.check.Row.Keeps.FAILOVER;
import static org.handyrep.plan.check.Row.Keeps.RESTART;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Every reason why `failover_check` does nothing by itself, in the order in which they are shown.
final class HoldTable {

    /// Death is not confirmed. It says nothing while the primary lives.
    static final String UNCONFIRMED = "Unconfirmed";

    static final List<Row> ROWS = List.of(
            row("Paused", EVERYTHING, "somebody paused it; ends at the time that was given, or by resume_automation",
                    c -> c.pause().filter(p -> !p.isOver(c.now())).map(p -> Sentences.paused(c, p))),
            row("StateDamaged", EVERYTHING, "the file that says whether it is paused cannot be read; ends by pause_automation or resume_automation",
                    Sentences::damaged),
            row("NotInCharge", EVERYTHING, "master_check_method says that this console is not in charge, or did not answer",
                    c -> c.inCharge().succeeded() ? Optional.empty() : Optional.of("this console is not in charge: " + c.inCharge().details())),
            row("RolesInDoubt", EVERYTHING, "what is remembered of the servers was damaged or contradicts itself; ends when the servers confirm their roles",
                    Circumstances::doubt),
            row("SplitBrain", EVERYTHING, "two servers of the cluster take writes; ends when a person has stopped one of them",
                    Sentences::splitBrain),
            row("OperationRuns", EVERYTHING, "an operation runs, whoever began it, or it ended while the servers were looked at",
                    Circumstances::running),
            row("OperationUnfinished", EVERYTHING, "an operation was interrupted; ends when a person resumes it, rolls it back or leaves it",
                    Circumstances::unfinished),
            row("Disturbed", EVERYTHING, "the machine slept, its clock jumped or the program stood still; ends when two cycles after that agree",
                    Sentences::disturbed),
            row("Grace", EVERYTHING, "startup_grace polls were not made yet since the start, or since a disturbance",
                    Sentences::grace),
            row("NeverSeenAlive", EVERYTHING, "the primary was dead already when this console began to look; ends when a person fails over or starts it",
                    Sentences::neverSeenAlive),
            row(UNCONFIRMED, EVERYTHING, "the verdict does not confirm the death of the primary; see the table of verdicts",
                    Sentences::unconfirmed),
            row("FailoverOff", FAILOVER, "auto_failover is False",
                    c -> c.wanted().failover() ? Optional.empty() : Optional.of("auto_failover is False in handyrep.conf")),
            acknowledgeable("Cooldown", FAILOVER, "a failover, by whomever, ended less than failover_cooldown seconds ago; ends then, or by acknowledge",
                    Cooling::failover),
            acknowledgeable("DayIsFull", FAILOVER, "failovers_per_day automatic failovers in the last 24 hours; ends with the oldest of them, or by acknowledge",
                    Cooling::day),
            acknowledgeable("TakenBack", FAILOVER, "automatic failovers of this outage were taken back: after each the next waits twice as long, after five for acknowledge",
                    Cooling::takenBack),
            row("RestartOff", RESTART, "restart_master is False, and no automatic failover of this outage was taken back",
                    c -> c.wanted().restart() || Restarting.isLastResort(c)
                            ? Optional.empty()
                            : Optional.of("restart_master is False in handyrep.conf")),
            row("NotCrashed", RESTART, "the host of the primary does not say that PostgreSQL crashed there",
                    Restarting::notCrashed),
            row("Rival", RESTART, "another server takes writes, or more than half of the servers were not seen to be no primaries",
                    Restarting::rival),
            row("TriedBefore", RESTART, "it was tried in this outage; once more only after a failover was taken back",
                    Restarting::tried),
            acknowledgeable("RestartedLately", RESTART, "an automatic restart succeeded less than failover_cooldown seconds ago; ends then, or by acknowledge",
                    Cooling::restart));

    private HoldTable() {}

    static List<Hold> holds(Circumstances now, Row.Keeps keeps) {
        return ROWS.stream().filter(row -> row.keeps() == keeps).flatMap(row -> row.hold(now).stream()).toList();
    }

    private static Row row(
            String code, Row.Keeps keeps, String meaning, Function<Circumstances, Optional<String>> sentence) {
        return new Row(code, keeps, meaning, false, sentence);
    }

    private static Row acknowledgeable(
            String code, Row.Keeps keeps, String meaning, Function<Circumstances, Optional<String>> sentence) {
        return new Row(code, keeps, meaning, true, sentence);
    }
}
