package org.handyrep.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;

/// What a snapshot means.
///
/// @param verdict about the primary, the sentence on top of the window
/// @param findings everything else that is wrong, worst first
/// @param statuses per server name
/// @param vantages who sees whom, the evidence behind the verdict
public record Diagnosis(
        Finding verdict,
        List<Finding> findings,
        Map<String, Status> statuses,
        ClusterStatus clusterStatus,
        String clusterMessage,
        List<VantagePoint> vantages) {

    public Diagnosis(
            Finding verdict,
            List<Finding> findings,
            Map<String, Status> statuses,
            ClusterStatus clusterStatus,
            String clusterMessage) {
        this(verdict, findings, statuses, clusterStatus, clusterMessage, List.of());
    }

    public Diagnosis {
        vantages = List.copyOf(vantages);
        findings = List.copyOf(findings);
        statuses = Map.copyOf(statuses);
    }

    /// The status of a server; unknown for one that was not in the snapshot.
    public Status status(String server) {
        Status known = statuses.get(server);
        return known != null ? known : Status.unknown(Instant.EPOCH);
    }

    /// What there is to say of a server now, for people. A disabled one keeps the status that it had: of that it is said when it was so, unless something newer is known.
    public String about(Server server) {
        Status status = status(server.name());
        if (server.enabled() || status.status() == ServerStatus.UNKNOWN || status.message().isEmpty()) {
            return status.message();
        }
        return findings.stream()
                .filter(f -> f.server().equals(server.name()))
                .findFirst()
                .map(Finding::sentence)
                .orElse("When it was taken out: " + status.message());
    }
}
