package org.handyrep.plugin;

import java.util.List;

/// `archive_delete_method`: removes old WAL from the archive.
public interface ArchiveDelete {

    Outcome run();

    /// Exactly what [#run()] does, as far as it does not depend on what the archive holds.
    default List<Act> acts() {
        return List.of();
    }
}
