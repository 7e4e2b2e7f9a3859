package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Situation;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Fetches from the disk of the dead primary what no replica received, so that not even asynchronous replication loses a commit. Only after its death is proved.
/// Done when the replica has replayed the last whole record of that disk.
///
/// @param segment bytes of a WAL segment
/// @param essential whether more would be lost without it than may be
/// @param otherwise what is lost without it, one sentence
public record SalvageWal(
        String server, String from, int timeline, int segment, boolean essential, String otherwise, List<String> preview)
        implements Step {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @Override
    public String title() {
        return "Fetch the WAL that only the disk of " + from + " has for " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.Salvage(from, server, timeline, segment));
    }

    @Override
    public Optional<String> obstacle(World world) {
        Optional<String> disowned = world.disowned();
        if (disowned.isPresent()) {
            return disowned;
        }
        return world.lookAtHost(from) instanceof HostState.Answers host && !host.running()
                ? Optional.empty()
                : Optional.of("it is not proved that no PostgreSQL runs on " + from + ", so its WAL may still grow");
    }

    @Override
    public Outcome confirm(World world) {
        if (!(world.look(server) instanceof ServerState.Replica before)) {
            return Outcome.failure(server + " is no replica any more");
        }
        Optional<Situation.LeftWal> left = world.leftWal(from, before.replayed(), timeline, segment);
        if (left.isEmpty()) {
            return Outcome.failure("the WAL on the disk of " + from + " cannot be read");
        }
        return Wait.until(
                world,
                LIMIT,
                Duration.ofMillis(10),
                () -> world.look(server) instanceof ServerState.Replica r && !left.get().end().isAfter(r.replayed())
                        ? Optional.of(Outcome.success(server + " has replayed all that is on the disk of " + from + ", up to "
                                + r.replayed()))
                        : Optional.empty(),
                () -> server + " has not replayed the WAL of " + from + " up to " + left.get().end() + " after "
                        + LIMIT.toSeconds() + " s");
    }

    @Override
    public boolean isEssential() {
        return essential;
    }

    @Override
    public Optional<String> withoutIt() {
        return Optional.of(essential
                ? "without it more would be lost than maximum_loss allows: " + otherwise
                        + ". A person can make a plan that does not fetch it (salvage_wal of manual_failover)"
                : "it goes on without it, and this is lost: " + otherwise);
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.EndSalvage(server));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Remove the fetched WAL from " + server);
    }
}
