package org.handyrep.plan.step;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Step;
import org.handyrep.plan.Still;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Nothing is lost in a switchover because the new primary has replayed the old one's shutdown checkpoint, its very last record.
///
/// The replayed LSN is always the end of a record, so beyond the checkpoint's start means that the checkpoint is replayed.
public record WaitForShutdownCheckpoint(String server, String oldPrimary, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Wait until " + server + " has replayed everything of " + oldPrimary;
    }

    @Override
    public Outcome confirm(World world) {
        Optional<ControlData> control = world.controlData(oldPrimary);
        if (control.isEmpty() || !control.get().isShutDown()) {
            return Outcome.failure("the control file of " + oldPrimary + " does not say that it is shut down");
        }
        Lsn checkpoint = control.get().checkpoint();
        return Wait.until(
                world,
                Duration.ofSeconds(20),
                Duration.ofMillis(10),
                () -> world.look(server) instanceof ServerState.Replica r && r.replayed().isAfter(checkpoint)
                        ? Optional.of(Outcome.success(server + " has replayed up to " + r.replayed()
                                + ", beyond the shutdown checkpoint at " + checkpoint))
                        : Optional.empty(),
                () -> server + " has not replayed the shutdown checkpoint at " + checkpoint + " after 20 s");
    }

    @Override
    public Still still(World world) {
        return Stopped.asReplica(world, oldPrimary).orElseGet(Still.Untold::new);
    }
}
