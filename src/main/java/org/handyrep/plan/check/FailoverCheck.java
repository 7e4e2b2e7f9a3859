package org.handyrep.plan.check;

import java.util.ArrayList;
import java.util.List;

/// HandyRep's `failover_check`: what is done without a person, now. A late failover is better than a wrong one, so every doubt holds it.
public final class FailoverCheck {

    private FailoverCheck() {}

    public static Answer decide(Circumstances now) {
        if (now.wanted().isOff()) {
            return new Answer.Off();
        }
        List<Hold> all = HoldTable.holds(now, Row.Keeps.EVERYTHING);
        List<Hold> failover = HoldTable.holds(now, Row.Keeps.FAILOVER);
        if (now.isAlive()) {
            return new Answer.Alive(now.wanted().failover() ? ifLost(now) : withoutDeath(all));
        }
        List<Hold> restart = HoldTable.holds(now, Row.Keeps.RESTART);
        if (all.isEmpty() && restart.isEmpty()) {
            return new Answer.RestartPrimary(now.primary(), now.verdict().sentence());
        }
        if (all.isEmpty() && failover.isEmpty()) {
            return new Answer.FailOver(now.primary(), now.verdict().sentence() + insteadOf(now, restart));
        }
        List<Hold> holds = new ArrayList<>(all);
        holds.addAll(now.wanted().failover() ? failover : List.of());
        holds.addAll(now.wanted().restart() ? restart : List.of());
        holds.addAll(now.wanted().failover() ? List.of() : failover);
        return new Answer.Report(holds);
    }

    /// What would keep a failover from beginning if the primary died now.
    public static List<Hold> ifLost(Circumstances now) {
        List<Hold> holds = new ArrayList<>(withoutDeath(HoldTable.holds(now, Row.Keeps.EVERYTHING)));
        holds.addAll(HoldTable.holds(now, Row.Keeps.FAILOVER));
        return List.copyOf(holds);
    }

    private static List<Hold> withoutDeath(List<Hold> holds) {
        return holds.stream().filter(h -> !h.code().equals(HoldTable.UNCONFIRMED)).toList();
    }

    private static String insteadOf(Circumstances now, List<Hold> restart) {
        return now.wanted().restart() ? " It is not started again: " + restart.getFirst().sentence() + "." : "";
    }

    /// The whole decision as markdown.
    public static String document() {
        StringBuilder text = new StringBuilder("| Nothing is done by itself | Keeps from | When, and how it ends | Ends by acknowledge |\n|---|---|---|---|\n");
        for (Row row : HoldTable.ROWS) {
            text.append("| ").append(row.code()).append(" | ").append(row.keeps().words).append(" | ").append(row.meaning())
                    .append(" | ").append(row.acknowledgeable() ? "yes" : "").append(" |\n");
        }
        return text.toString();
    }
}
