package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Sets whose confirmation commits wait for, on the replica that is promoted next.
///
/// @param names the new `synchronous_standby_names`; empty: nobody's
/// @param before what it was
/// @param itsOwn whether that was set by `ALTER SYSTEM`, and is set again so when this is taken back
public record SetSyncNames(String server, String names, String before, boolean itsOwn, List<String> preview) implements Step {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Override
    public String title() {
        return names.isEmpty()
                ? "Let commits on " + server + " wait for no replica"
                : "Let commits on " + server + " wait for " + names;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.SetSyncNames(server, Optional.of(names)));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return world.disowned();
    }

    @Override
    public Outcome confirm(World world) {
        return isSet(world, server, names);
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.SetSyncNames(server, itsOwn ? Optional.of(before) : Optional.empty()));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Set synchronous_standby_names of " + server + " back to '" + before + "'");
    }

    @Override
    public Outcome confirmUndone(World world) {
        return isSet(world, server, before);
    }

    static Outcome isSet(World world, String server, String wanted) {
        return Wait.until(
                world,
                LIMIT,
                Duration.ofMillis(10),
                () -> facts(world.look(server))
                        .flatMap(f -> f.setting(Facts.SYNC_NAMES))
                        .filter(wanted::equals)
                        .map(now -> Outcome.success("synchronous_standby_names of " + server + " is '" + now + "'")),
                () -> "synchronous_standby_names of " + server + " is not '" + wanted + "' after " + LIMIT.toSeconds()
                        + " s: it may be set on its command line, or the server " + States.describe(world.look(server)));
    }

    private static Optional<Facts> facts(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(p.facts());
            case ServerState.Replica r -> Optional.of(r.facts());
            case ServerState.Rejecting r -> Optional.empty();
            case ServerState.Unreachable u -> Optional.empty();
            case ServerState.NotPolled n -> Optional.empty();
        };
    }
}
