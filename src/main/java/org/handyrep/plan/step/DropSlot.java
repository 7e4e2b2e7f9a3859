package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Drops a physical slot whose replica follows another server now: a slot that nobody reads keeps WAL until the disk is full. Never one that is in use.
///
/// @param consumer the replica that used it
public record DropSlot(String server, String slot, String consumer, int major, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Drop the slot " + slot + " on " + server + ", which " + consumer + " does not use any more";
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.DropSlot(server, slot));
    }

    @Override
    public Optional<String> obstacle(World world) {
        String left = "the slot " + slot + " of " + server + " is left, and keeps WAL there: ";
        return switch (world.look(consumer)) {
            case ServerState.Primary p -> Optional.empty();
            case ServerState.Replica r when r.receiver().flatMap(Receiver::senderHost).isEmpty() ->
                Optional.of(left + "whom " + consumer + " follows cannot be told");
            case ServerState.Replica r -> r.receiver().filter(x -> isFrom(world, x)).map(x -> left + consumer + " still follows " + server);
            case ServerState other -> Optional.of(left + consumer + " " + States.describe(other));
        };
    }

    private boolean isFrom(World world, Receiver receiver) {
        Optional<Server> here = world.configured(server);
        return receiver.senderHost().equals(here.map(Server::hostname)) && receiver.senderPort().equals(here.map(Server::port));
    }

    @Override
    public Outcome confirm(World world) {
        Optional<List<Slot>> slots = world.slots(server);
        if (slots.isEmpty()) {
            return Outcome.failure("whether " + server + " still has the slot " + slot + " cannot be told");
        }
        return slots.get().stream().noneMatch(s -> s.name().equals(slot))
                ? Outcome.success(server + " has no slot " + slot + " any more")
                : Outcome.failure("the slot " + slot + " of " + server + " is left: somebody uses it, or it is not physical");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.CreateSlots(server, List.of(slot), major));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Create the slot " + slot + " on " + server + " again");
    }

    @Override
    public boolean isEssential() {
        return false;
    }
}
