package org.handyrep.plugin;

import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.cloning.CloneJob;
import org.handyrep.plugin.cloning.Watch;

/// `clone_method`: makes a replica from a full copy of another server.
public interface Cloning {

    /// Copies `clonefrom` into the data directory of `servername`, which must not run. Without `reclone` a directory that holds a database is left alone.
    Outcome run(Server servername, Server clonefrom, boolean reclone);

    /// The copying alone, as a step of HandyRep's plan, which has emptied the target's directories before and writes the settings of a replica after: into
    /// the folder `handyrep_new` of each, while telling how far it is. A plugin that has only [#run] copies into the data directory itself.
    default Outcome copy(CloneJob job, Server target, Server source, Watch watch) {
        return run(target, source, true);
    }

    /// Exactly what [#copy] sends, for the plan that is shown first. Asks nothing of the world.
    default List<String> shown(CloneJob job, Server target, Server source) {
        return List.of(target.name() + ": copy " + source.name() + " as clone_method does it");
    }

    /// Whether [#copy] makes use of what an interrupted copy left in `handyrep_new`; otherwise that is emptied before.
    default boolean goesOn() {
        return false;
    }

    /// Why [#copy] cannot do that, as far as it is known before anything is removed; empty otherwise. Asks nothing of the world.
    default Optional<String> obstacle(CloneJob job) {
        return Optional.empty();
    }

    /// Whether it could work on that server, as [HandyRepPlugin#test(Server)].
    Outcome test(Server server);

    /// Whether [#copy] has the target connect to the source for replication.
    default boolean replicatesFromSource() {
        return false;
    }

    /// Whether the source's host is needed over SSH by the console.
    default boolean readsSourceHost() {
        return false;
    }
}
