package org.handyrep.engine;

import org.handyrep.cluster.Status;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Severity;

/// Logs what changed from one diagnosis to the next.
final class Changes {

    private Changes() {}

    static void log(EngineLog log, Diagnosis before, Diagnosis now) {
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
