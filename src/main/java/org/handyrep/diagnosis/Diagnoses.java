package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;

/// Says what snapshots mean: a pure function of them, by three tables of named problems.
public final class Diagnoses {

    private Diagnoses() {}

    /// @param recent the last snapshots, newest last, not empty; twenty are enough
    /// @param previous the statuses of the diagnosis before, for `since` and for disabled servers
    public static Diagnosis of(List<ClusterSnapshot> recent, Map<String, Status> previous, Limits limits) {
        ClusterSnapshot now = recent.getLast();
        Statuses statuses = new Statuses(now.takenAt(), previous);
        List<Finding> findings = new ArrayList<>();

        List<ReplicaView> replicas = Views.of(recent);
        for (ReplicaView replica : replicas) {
            List<ReplicaProblem> problems = ReplicaTable.matching(replica);
            problems.forEach(p -> findings.add(p.finding(replica)));
            problems.stream()
                    .max(Comparator.comparingInt(p -> p.status().number()))
                    .ifPresentOrElse(
                            p -> statuses.set(replica.name(), p.status(), p.finding(replica).sentence()),
                            () -> statuses.set(replica.name(), healthyOr(replica), Views.words(replica)));
        }
        Situation situation = new Situation(recent, replicas, statuses.judged(), limits);
        PrimaryProblem row = PrimaryTable.first(situation);
        Finding verdict = row.finding(situation);
        situation.primary().ifPresent(o -> statuses.set(o.name(), row.status(), verdict.sentence()));
        findings.addAll(ClusterProblems.find(situation, statuses));
        findings.addAll(proxies(now, statuses));
        findings.sort(Comparator.comparing(Finding::severity).reversed());

        return new Diagnosis(
                verdict,
                findings,
                statuses.all(now),
                cluster(row.cluster(), situation, statuses),
                message(verdict, findings),
                Vantages.of(situation));
    }

    private static List<Finding> proxies(ClusterSnapshot now, Statuses statuses) {
        List<Finding> findings = new ArrayList<>();
        List<ProxyView> proxies = ProxyView.of(now, statuses.judged());
        for (ProxyView proxy : proxies) {
            List<ProxyProblem> problems = ProxyTable.matching(proxy);
            problems.forEach(p -> findings.add(p.finding(proxy)));
            problems.stream()
                    .max(Comparator.comparingInt(p -> p.status().number()))
                    .ifPresentOrElse(
                            p -> statuses.set(proxy.name(), p.status(), p.finding(proxy).sentence()),
                            () -> statuses.set(
                                    proxy.name(), proxy.isStandby() ? ServerStatus.UNKNOWN : ServerStatus.HEALTHY, proxy.words()));
        }
        if (proxies.size() > 1 && proxies.stream().noneMatch(p -> p.state().answers())) {
            String names = Words.namesOf(proxies.stream().map(ProxyView::observation).toList());
            findings.add(new Finding("NoProxyAnswers", Severity.CRITICAL, "",
                    "None of the proxies " + names + " answers: clients that come through them reach no server. Start one of them.", List.of(), false));
        }
        return findings;
    }

    private static ServerStatus healthyOr(ReplicaView replica) {
        return replica.observation().state() instanceof ServerState.NotPolled ? ServerStatus.UNKNOWN : ServerStatus.HEALTHY;
    }

    /// Healthy: a working primary, every replica healthy or lagged, no proxy in trouble. A proxy makes it a warning at most.
    private static ClusterStatus cluster(ClusterStatus byVerdict, Situation s, Statuses statuses) {
        if (byVerdict != ClusterStatus.HEALTHY) {
            return byVerdict;
        }
        Set<String> idle = ProxyView.of(s.now(), statuses.judged()).stream()
                .filter(ProxyView::isStandby)
                .map(ProxyView::name)
                .collect(Collectors.toSet());
        boolean allWell = statuses.judged().entrySet().stream()
                .filter(e -> !idle.contains(e.getKey()))
                .map(e -> e.getValue().status())
                .allMatch(x -> x == ServerStatus.HEALTHY || x == ServerStatus.LAGGED);
        return allWell && !s.replicas().isEmpty() ? ClusterStatus.HEALTHY : ClusterStatus.WARNING;
    }

    private static String message(Finding verdict, List<Finding> findings) {
        Optional<Finding> worst = findings.stream().findFirst();
        return verdict.severity() != Severity.OK || worst.isEmpty()
                ? verdict.sentence()
                : verdict.sentence() + " But: " + worst.get().sentence();
    }

    /// The tables as markdown, for the documentation.
    public static String tables() {
        StringBuilder text = new StringBuilder("| Verdict | Severity | Evidence | Automatic action |\n|---|---|---|---|\n");
        for (PrimaryProblem row : PrimaryTable.ROWS) {
            text.append("| ").append(row.code()).append(" | ").append(row.severity()).append(" | ").append(row.meaning())
                    .append(" | ").append(row.confirmed().words).append(" |\n");
        }
        text.append("\n| Replica | Severity | Status | Evidence |\n|---|---|---|---|\n");
        for (ReplicaProblem row : ReplicaTable.ROWS) {
            text.append("| ").append(row.code()).append(" | ").append(row.severity()).append(" | ").append(row.status().word())
                    .append(" | ").append(row.meaning()).append(" |\n");
        }
        text.append("\n| Proxy | Severity | Status | Evidence |\n|---|---|---|---|\n");
        for (ProxyProblem row : ProxyTable.ROWS) {
            text.append("| ").append(row.code()).append(" | ").append(row.severity()).append(" | ").append(row.status().word())
                    .append(" | ").append(row.meaning()).append(" |\n");
        }
        return text.toString();
    }

    static List<Observation> postgres(ClusterSnapshot snapshot) {
        return snapshot.servers().stream().filter(o -> o.server().role().isPostgres()).toList();
    }
}
