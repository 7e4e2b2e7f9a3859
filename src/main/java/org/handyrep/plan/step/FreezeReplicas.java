package org.handyrep.plan.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Stops replicas from receiving WAL, all at once: positions stand still, and the lost primary cannot get an acknowledgement from them any more.
public record FreezeReplicas(List<String> servers, int major, List<String> preview) implements Step {

    public FreezeReplicas {
        servers = List.copyOf(servers);
    }

    /// What freezes them.
    public static Deed deed(List<String> servers, int major) {
        return new Deed.Together(servers.stream().<Deed>map(s -> new Deed.Freeze(s, major)).toList());
    }

    @Override
    public String title() {
        return "Freeze " + server() + ": no more WAL from the lost primary";
    }

    @Override
    public String server() {
        return String.join(", ", servers);
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(deed(servers, major));
    }

    /// A replica that nobody's journal knows to be frozen is frozen again by whoever fails over next, and thawed by whoever lets it follow.
    @Override
    public boolean mayPrecedeCopies() {
        return true;
    }

    @Override
    public Optional<String> obstacle(World world) {
        return world.disowned();
    }

    @Override
    public Outcome confirm(World world) {
        List<String> receiving = new ArrayList<>(servers);
        return Wait.until(
                world,
                Duration.ofSeconds(10),
                Duration.ofMillis(10),
                () -> standing(world.lookAtAll(servers), receiving),
                () -> String.join(", ", receiving) + " still " + (receiving.size() == 1 ? "has" : "have")
                        + " a WAL receiver after 10 s");
    }

    private static Optional<Outcome> standing(Map<String, ServerState> seen, List<String> receiving) {
        receiving.clear();
        List<String> said = new ArrayList<>();
        seen.forEach((name, state) -> {
            if (state instanceof ServerState.Replica r && r.receiver().isEmpty()) {
                said.add(name + " stands at " + r.position());
            } else {
                receiving.add(name);
            }
        });
        return receiving.isEmpty()
                ? Optional.of(Outcome.success("nobody receives WAL any more: " + String.join(", ", said)))
                : Optional.empty();
    }

    /// One that is brought up to another frozen replica receives from that, and is not frozen again. Of one that receives nothing only doing it again tells whether it may.
    @Override
    public Still still(World world) {
        Map<String, Receiver> receiving = new TreeMap<>();
        world.lookAtAll(servers).forEach((name, state) -> {
            if (state instanceof ServerState.Replica r && r.receiver().isPresent()) {
                receiving.put(name, r.receiver().get());
            }
        });
        if (receiving.isEmpty()) {
            return new Still.Untold();
        }
        List<String> thawed = receiving.entrySet().stream()
                .filter(e -> !Streaming.isFromOneOf(world, servers, e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return thawed.isEmpty()
                ? new Still.Holds(String.join(", ", receiving.keySet()) + " receives WAL from another frozen replica only")
                : new Still.Broken(String.join(", ", thawed) + (thawed.size() == 1 ? " receives" : " receive") + " WAL again: make a new plan");
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.Together(servers.stream().<Deed>map(Deed.Thaw::new).toList()));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Thaw " + server() + ": restore their settings");
    }
}
