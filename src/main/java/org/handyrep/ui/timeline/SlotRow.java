package org.handyrep.ui.timeline;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.SlotDanger;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// One replication slot of one server, and the WAL that it keeps from being removed.
///
/// @param user the replica that uses it, as that replica says
/// @param retained from its restart_lsn to what the server wrote or replayed
/// @param free for WAL on the disk of that server
record SlotRow(String server, String name, String kind, Mark mark, String use, String user, String restart, String retained, String free, String walStatus) {

    static List<SlotRow> of(ClusterSnapshot snapshot) {
        return snapshot.servers().stream()
                .flatMap(o -> switch (o.state()) {
                    case ServerState.Primary p -> rows(snapshot, o, p.facts(), p.slots(), p.written());
                    case ServerState.Replica r -> rows(snapshot, o, r.facts(), r.slots(), r.position());
                    case ServerState.Rejecting ignored -> Stream.<SlotRow>of();
                    case ServerState.Unreachable ignored -> Stream.<SlotRow>of();
                    case ServerState.NotPolled ignored -> Stream.<SlotRow>of();
                })
                .toList();
    }

    private static Stream<SlotRow> rows(ClusterSnapshot snapshot, Observation owner, Facts facts, List<Slot> slots, Lsn end) {
        return slots.stream().map(slot -> {
            Optional<Long> kept = slot.restartLsn().map(end::minus);
            String status = slot.walStatus().orElse("");
            SlotDanger danger = SlotDanger.of(slot, facts, end, SlotDanger.free(owner));
            return new SlotRow(
                    owner.name(),
                    slot.name(),
                    slot.physical() ? "physical" : "logical",
                    mark(slot, danger),
                    use(slot, danger),
                    user(snapshot, owner, slot).orElse(Formats.NOTHING),
                    slot.restartLsn().map(Lsn::toString).orElse(Formats.NOTHING),
                    kept.map(Formats::bytes).orElse("nothing"),
                    SlotDanger.free(owner).map(Formats::bytes).orElse(Formats.NOTHING),
                    status.isEmpty() ? Formats.NOTHING : status);
        });
    }

    private static Mark mark(Slot slot, SlotDanger danger) {
        return switch (danger) {
            case LOST, FILLS_DISK -> Mark.DOWN;
            case FORGOTTEN -> Mark.WARNING;
            case NONE -> slot.active() ? Mark.OK : Mark.UNKNOWN;
        };
    }

    private static String use(Slot slot, SlotDanger danger) {
        return danger == SlotDanger.FILLS_DISK ? "fills the disk" : slot.active() ? "in use" : "not in use";
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
