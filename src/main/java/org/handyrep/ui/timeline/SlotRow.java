package org.handyrep.ui.timeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// One replication slot of one server, and the WAL that it keeps from being removed.
///
/// @param user the replica that uses it, as that replica says
/// @param retained from its restart_lsn to what the server wrote or replayed
record SlotRow(String server, String name, String kind, Mark mark, String use, String user, String restart, String retained, String walStatus) {

    private static final long MUCH = 1024L * 1024 * 1024;

    static List<SlotRow> of(ClusterSnapshot snapshot) {
        return snapshot.servers().stream()
                .flatMap(o -> switch (o.state()) {
                    case ServerState.Primary p -> rows(snapshot, o, p.slots(), p.written());
                    case ServerState.Replica r -> rows(snapshot, o, r.slots(), r.position());
                    case ServerState.Rejecting ignored -> Stream.<SlotRow>of();
                    case ServerState.Unreachable ignored -> Stream.<SlotRow>of();
                    case ServerState.NotPolled ignored -> Stream.<SlotRow>of();
                })
                .toList();
    }

    private static Stream<SlotRow> rows(ClusterSnapshot snapshot, Observation owner, List<Slot> slots, Lsn end) {
        return slots.stream().map(slot -> {
            Optional<Long> kept = slot.restartLsn().map(end::minus);
            String status = slot.walStatus().orElse("");
            return new SlotRow(
                    owner.name(),
                    slot.name(),
                    slot.physical() ? "physical" : "logical",
                    mark(slot, status, kept.orElse(0L)),
                    slot.active() ? "in use" : "not in use",
                    user(snapshot, owner, slot).orElse(Formats.NOTHING),
                    slot.restartLsn().map(Lsn::toString).orElse(Formats.NOTHING),
                    kept.map(Formats::bytes).orElse("nothing"),
                    status.isEmpty() ? Formats.NOTHING : status);
        });
    }

    private static Mark mark(Slot slot, String status, long kept) {
        if (status.equals("lost") || status.equals("unreserved")) {
            return Mark.DOWN;
        }
        return slot.active() ? Mark.OK : kept > MUCH ? Mark.WARNING : Mark.UNKNOWN;
    }

    private static Optional<String> user(ClusterSnapshot snapshot, Observation owner, Slot slot) {
        return snapshot.servers().stream()
                .filter(o -> o.state() instanceof ServerState.Replica r
                        && r.upstream().equals(Optional.of(owner.server().address()))
                        && r.receiver().flatMap(Receiver::slot).equals(Optional.of(slot.name())))
                .map(Observation::name)
                .findFirst();
    }

    Object key() {
        return server + "\n" + name;
    }
}
