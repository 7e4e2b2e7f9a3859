package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Slot;

/// What can be wrong beside the verdict and the replicas: slots, ways of control, what is missing altogether.
final class ClusterProblems {

    private static final long GIGABYTE = 1L << 30;

    private ClusterProblems() {}

    static List<Finding> find(Situation s, Statuses statuses) {
        List<Finding> found = new ArrayList<>();
        s.writing().ifPresent(p -> {
            slots(s.name(), p, found);
            if (!p.facts().setting("synchronous_standby_names").orElse("").isBlank()
                    && p.waitingForSync() == 0
                    && p.streams().stream().noneMatch(t -> t.isSync())) {
                found.add(warning("SyncStandbyMissing", s.name(), s.name() + " wants a synchronous replica and has none: the next commit will wait."));
            }
        });
        s.now().archiving().filter(a -> !a.ok()).ifPresent(a ->
                found.add(warning("ArchivingFails", "", "WAL archiving needs a look: " + a.details())));
        if (s.primary().isPresent() && s.replicas().isEmpty()) {
            found.add(warning("NoReplica", "", "No enabled replica is configured: nobody could take over."));
        }
        for (Observation o : Diagnoses.postgres(s.now())) {
            if (o.server().enabled() && inSession(o)) {
                ways(o, found, statuses);
            }
            Quarantine.finding(s, o).ifPresent(found::add);
        }
        return found;
    }

    private static void slots(String name, ServerState.Primary primary, List<Finding> found) {
        for (Slot slot : primary.slots()) {
            String status = slot.walStatus().orElse("");
            if (status.equals("lost") || status.equals("unreserved")) {
                found.add(new Finding("SlotLost", Severity.CRITICAL, name,
                        "slot " + slot.name() + " on " + name + " is " + status + ": its replica must be cloned anew.", List.of(), false));
            } else if (!slot.active() && slot.restartLsn().map(l -> primary.written().minus(l) > GIGABYTE).orElse(false)) {
                long kept = slot.restartLsn().map(l -> primary.written().minus(l)).orElse(0L);
                found.add(warning("SlotForgotten", name,
                        "nobody uses slot " + slot.name() + " on " + name + ", and it keeps " + Words.megabytes(kept) + " of WAL."));
            }
        }
    }

    /// It works, but the console cannot do with it all it should.
    private static void ways(Observation o, List<Finding> found, Statuses statuses) {
        String trouble = switch (o.host()) {
            case HostState.Silent s -> "its host does not answer over ssh: " + s.why();
            case HostState.Unclear u -> "its data directory cannot be looked at: " + u.why();
            case HostState.Answers a -> "";
            case HostState.NotChecked n -> "";
        };
        if (!trouble.isEmpty()) {
            Finding f = warning("NoControl", o.name(), o.name() + " works, but " + trouble);
            found.add(f);
            statuses.worsen(o.name(), ServerStatus.WARNING, f.sentence());
        }
        o.polled().filter(p -> !p.ok()).ifPresent(p -> {
            Finding f = warning("PollMethodFails", o.name(), o.name() + " works, but its poll_method fails: " + p.details());
            found.add(f);
            statuses.worsen(o.name(), ServerStatus.WARNING, f.sentence());
        });
    }

    private static boolean inSession(Observation o) {
        return o.state() instanceof ServerState.Primary || o.state() instanceof ServerState.Replica;
    }

    private static Finding warning(String code, String server, String sentence) {
        return new Finding(code, Severity.WARNING, server, sentence, List.of(), false);
    }
}
