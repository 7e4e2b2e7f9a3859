package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Status;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Severity;

/// Tells what changed from one diagnosis to the next, in the log and to those who are alerted.
final class Changes {

    private final EngineLog log;
    private final AlertWatch alerts;
    private final Troubles troubles = new Troubles();

    Changes(EngineLog log, AlertWatch alerts) {
        this.log = log;
        this.alerts = alerts;
    }

    /// @param seen what `now` was made of
    /// @param operation the newest, here or on another console
    void tell(Diagnosis before, Diagnosis now, ClusterSnapshot seen, boolean inCharge, Optional<Story> operation) {
        log(before, now);
        alerts.cycle(now, inCharge);
        if (operation.filter(story -> changed(story, seen)).isPresent()) {
            return;
        }
        for (Troubles.News news : troubles.after(now, seen.verified())) {
            boolean bad = !news.over() && news.finding().severity() == Severity.CRITICAL;
            log.log("FINDING", news.finding().server(), bad, (news.over() ? "over: " : "") + news.finding().sentence());
            alerts.trouble(news, inCharge);
        }
    }

    /// An operation makes for a moment some of what is wrong at any other time.
    private static boolean changed(Story story, ClusterSnapshot seen) {
        boolean isAtWork = story.running() && !story.hasEnded();
        return !story.plan().yields() && (isAtWork || AutomationFacts.overtaken(List.of(story), seen).isPresent());
    }

    private void log(Diagnosis before, Diagnosis now) {
        if (!before.verdict().code().equals(now.verdict().code())) {
            boolean bad = now.verdict().severity() == Severity.CRITICAL;
            log.log("VERDICT", now.verdict().server(), bad, now.verdict().sentence());
        }
        now.statuses().forEach((server, status) -> {
            Status was = before.statuses().get(server);
            if (was == null || was.status() != status.status()) {
                boolean bad = status.status().number() >= 4;
                log.log("STATUS", server, bad, server + " is " + status.status().word() + ": " + status.message());
            }
        });
    }
}
