package org.handyrep.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;

/// What is wrong beside the verdict and wants a person: what is critical, and what becomes so if nobody comes. Each is news once, and so is its end.
final class Troubles {

    /// @param over it is no more; the finding is as it was last seen
    record News(Finding finding, boolean over) {}

    /// Warnings after which replication, or the primary itself, stops some day.
    private static final Set<String> GRAVE = Set.of("DiskLow", "ReplayPaused", "ParamsTooSmall", "ArchivingFails");

    /// One look may miss what the one before it saw.
    private static final int LOOKS_WITHOUT = 2;

    private final Map<String, Known> known = new LinkedHashMap<>();

    private static final class Known {
        private List<Finding> last;
        private int told;
        private int looksWithout;

        Known(List<Finding> first) {
            this.last = first;
        }
    }

    /// @param full every server was asked everything: only such a look can say that something is over
    List<News> after(Diagnosis now, boolean full) {
        List<News> news = new ArrayList<>();
        Map<String, List<Finding>> seen = now.findings().stream()
                .filter(f -> f.severity() == Severity.CRITICAL || GRAVE.contains(f.code()))
                .filter(f -> !isSaidByStatus(now, f))
                .collect(Collectors.groupingBy(f -> f.code() + " " + f.server(), LinkedHashMap::new, Collectors.toList()));
        seen.forEach((key, findings) -> {
            Known it = known.computeIfAbsent(key, k -> new Known(findings));
            it.last = findings;
            it.looksWithout = 0;
            if (findings.size() > it.told) {
                findings.forEach(f -> news.add(new News(f, false)));
                it.told = findings.size();
            }
        });
        known.values().removeIf(it -> {
            Finding first = it.last.getFirst();
            if (!now.statuses().containsKey(first.server()) && !first.server().isEmpty()) {
                return true;
            }
            if (!full || seen.containsKey(first.code() + " " + first.server()) || !canBeSeen(now, first.server())) {
                return false;
            }
            it.looksWithout++;
            boolean over = it.looksWithout >= LOOKS_WITHOUT;
            if (over && !isWorse(now, first)) {
                it.last.forEach(f -> news.add(new News(f, true)));
            }
            return over;
        });
        return news;
    }

    /// Why a server counts as away is told with that.
    private static boolean isSaidByStatus(Diagnosis now, Finding finding) {
        return isAway(now, finding.server()) && now.status(finding.server()).message().equals(finding.sentence());
    }

    private static boolean canBeSeen(Diagnosis now, String server) {
        return server.isEmpty() || !isAway(now, server) && now.status(server).status() != ServerStatus.UNKNOWN;
    }

    private static boolean isAway(Diagnosis now, String server) {
        ServerStatus status = now.status(server).status();
        return status == ServerStatus.UNAVAILABLE || status == ServerStatus.DOWN;
    }

    private static boolean isWorse(Diagnosis now, Finding was) {
        return was.code().equals("DiskLow")
                && now.findings().stream().anyMatch(f -> f.code().equals("DiskFull") && f.server().equals(was.server()));
    }
}
