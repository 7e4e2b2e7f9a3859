package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Slot;
import org.handyrep.plan.step.DropSlot;

/// What becomes of the slots on a server that others do not follow any more.
///
/// @param server where they are
/// @param unused physical slots by name, with the replica that used each and follows another server then
/// @param others all that are not touched: logical ones, and those whose user this plan does not know
record LeftSlots(String server, int major, Map<String, String> unused, List<Slot> others) {

    /// @param consumers replicas that follow another server afterwards, with their slots
    static LeftSlots of(String server, int major, List<Slot> slots, Map<String, String> consumers) {
        Map<String, String> unused = new LinkedHashMap<>();
        List<Slot> others = new ArrayList<>();
        for (Slot slot : slots) {
            String consumer = consumers.get(slot.name());
            if (slot.physical() && consumer != null) {
                unused.put(slot.name(), consumer);
            } else {
                others.add(slot);
            }
        }
        return new LeftSlots(server, major, unused, others);
    }

    List<Step> steps(Situation situation) {
        List<Step> steps = new ArrayList<>();
        unused.forEach((slot, consumer) -> steps.add(
                new DropSlot(server, slot, consumer, major, situation.previewOf(new Deed.DropSlot(server, slot)))));
        return steps;
    }

    /// @param dropped whether [#steps(Situation)] are part of the plan
    Optional<Check> check(boolean dropped) {
        List<String> words = new ArrayList<>();
        if (!unused.isEmpty()) {
            String names = String.join(", ", unused.keySet());
            words.add(dropped ? names + (unused.size() == 1 ? " is" : " are") + " dropped when nobody uses them" : names + " stay, because " + server + " is stopped");
        }
        others.forEach(slot -> words.add(slot.name() + " stays: it is "
                + (slot.physical() ? "used by nobody that this plan moves" : "logical")
                + ", and keeps WAL on " + server + " while nobody reads it"));
        if (words.isEmpty()) {
            return Optional.empty();
        }
        boolean fine = others.isEmpty() && (dropped || unused.isEmpty());
        return Optional.of(new Check("slots on " + server, fine ? Check.Level.OK : Check.Level.WARNING, String.join("; ", words)));
    }
}
