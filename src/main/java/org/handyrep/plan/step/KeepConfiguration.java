package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.Step;
import org.handyrep.plan.World;

/// Keeps the configuration of an old primary where `pg_rewind` does not come to, and marks it as a replica. `pg_rewind` puts the source's configuration in its place:
/// port, `pg_hba.conf` and all.
public record KeepConfiguration(RejoinJob job, boolean anew, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Keep the configuration of " + job.server() + ", and mark it so that any start of it is read-only";
    }

    @Override
    public String server() {
        return job.server();
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.KeepConfiguration(job, anew));
    }

    @Override
    public Optional<String> obstacle(World world) {
        return Rejoining.running(world, job.server());
    }

    @Override
    public Optional<Deed> undo() {
        return Optional.of(new Deed.RestoreConfiguration(job));
    }

    @Override
    public Optional<String> undoTitle() {
        return Optional.of("Put the configuration of " + job.server() + " back; the mark stays");
    }
}
