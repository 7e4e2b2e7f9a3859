package org.handyrep.plugin;

import java.util.List;
import org.handyrep.cluster.Server;

/// `archive_script_method`: WAL archiving on the primary.
public interface ArchiveScript {

    /// Puts the archive script on a server, ready for its `archive_command`.
    Outcome run(Server servername);

    /// Exactly what [#run(Server)] does. Asks nothing of the world.
    default List<Act> acts(Server servername) {
        return List.of();
    }

    /// The lines for recovery.conf (or its successors) that read the archive: `restore_command` and, where wanted, `archive_cleanup_command`.
    String recoveryline();

    /// Asked at every verify while this console is in charge. May switch archiving off where the plugin's settings say so, and then says it.
    Outcome poll();

    /// Halts archiving on the primary: WAL is then thrown away unarchived.
    Outcome stop();

    /// Exactly what [#stop()] does on this primary.
    default List<Act> stopActs(Server primary) {
        return List.of();
    }

    /// Puts the script on the primary again and removes the file that halts archiving.
    Outcome start();

    /// Exactly what [#start()] does on this primary.
    default List<Act> startActs(Server primary) {
        return List.of();
    }
}
