package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.SlotDanger;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Slot;

/// What can be wrong beside the verdict and the replicas: slots, ways of control, what is missing altogether.
final class ClusterProblems {

    private ClusterProblems() {}

    static List<Finding> find(Situation s, Statuses statuses) {
        List<Finding> found = new ArrayList<>();
        s.writing().ifPresent(p -> {
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
            if (o.server().enabled()) {
                DiskProblems.find(o, s.limits(), found, statuses);
            }
            slots(o, found);
            Quarantine.finding(s, o).ifPresent(found::add);
        }
        return found;
    }

    private static void slots(Observation o, List<Finding> found) {
        switch (o.state()) {
            case ServerState.Primary p -> slots(o, p.facts(), p.written(), p.slots(), found);
            case ServerState.Replica r -> slots(o, r.facts(), r.position(), r.slots(), found);
            case ServerState.Rejecting ignored -> {}
            case ServerState.Unreachable ignored -> {}
            case ServerState.NotPolled ignored -> {}
        }
    }

    private static void slots(Observation o, Facts facts, Lsn end, List<Slot> slots, List<Finding> found) {
        Optional<Long> free = SlotDanger.free(o);
        for (Slot slot : slots) {
            String name = "slot " + slot.name() + " on " + o.name();
            String kept = Words.megabytes(SlotDanger.kept(slot, end)) + " of WAL";
            switch (SlotDanger.of(slot, facts, end, free)) {
                case NONE -> {}
                case LOST -> found.add(new Finding("SlotLost", Severity.CRITICAL, o.name(),
                        name + " is " + slot.walStatus().orElse("") + ": its replica must be cloned anew.", List.of(), false));
                case FILLS_DISK -> found.add(new Finding("SlotFillsDisk", Severity.CRITICAL, o.name(),
                        name + " keeps " + kept + (slot.active() ? " for a replica that is behind" : ", and nobody uses it") + "; "
                                + Words.megabytes(free.orElse(0L)) + " are free there: "
                                + (slot.active() ? "help the replica on" : "bring its replica back, or drop it") + " before the disk is full.",
                        List.of("max_slot_wal_keep_size limits it no sooner (" + facts.setting("max_slot_wal_keep_size").orElse("PostgreSQL before 13 has none") + ")"),
                        false));
                case FORGOTTEN -> found.add(warning("SlotForgotten", o.name(), "nobody uses " + name + ", and it keeps " + kept + "."));
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
