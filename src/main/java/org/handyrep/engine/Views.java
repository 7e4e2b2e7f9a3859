package org.handyrep.engine;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.conf.Conf;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.diagnosis.Finding;
import org.handyrep.diagnosis.Severity;
import org.handyrep.plugin.Outcome;

/// Puts together what a window shows of the cluster.
record Views(ClusterParts parts, Clock clock) {

    ClusterView of(ClusterSnapshot snapshot, Diagnosis diagnosis, Outcome inCharge, AutomationShown shown) {
        return view(
                snapshot,
                diagnosis,
                shown,
                InCharges.of(snapshot, inCharge, parts.desk().current()));
    }

    /// Before the first cycle.
    ClusterView nothingKnown() {
        String name = parts.conf().option("handyrep", "cluster_name").orElse("cluster");
        ClusterSnapshot nothing =
                new ClusterSnapshot(name, 0, clock.instant(), System.nanoTime(), false, List.of());
        Finding verdict = new Finding("NotLookedYet", Severity.WARNING, "", "Looking at the servers…", List.of(), false);
        Diagnosis diagnosis = new Diagnosis(
                verdict, List.of(), parts.book().saved().statuses(), ClusterStatus.UNKNOWN, "not looked yet");
        return view(nothing, diagnosis, AutomationShown.of(parts.conf()), new ClusterView.InCharge(true, "Not known yet who is in charge"));
    }

    private ClusterView view(
            ClusterSnapshot snapshot, Diagnosis diagnosis, AutomationShown shown, ClusterView.InCharge inCharge) {
        Conf conf = parts.conf();
        return new ClusterView(
                snapshot,
                diagnosis,
                shown.automation(),
                inCharge,
                parts.observer().lastFullCycle(),
                conf.number("failover", "poll_interval"),
                parts.desk().current().map(Story::toOperation),
                warnings(conf, parts.book().doubt()),
                shown.ifLost());
    }

    private static List<String> warnings(Conf conf, Optional<String> doubt) {
        List<String> all = new ArrayList<>();
        conf.warnings().forEach(w -> all.add(w.text()));
        doubt.ifPresent(all::add);
        return all;
    }
}
