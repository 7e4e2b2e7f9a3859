package org.handyrep.ui.main;

import java.nio.file.Path;
import java.util.List;
import org.handyrep.engine.Engine;

/// Makes an engine of a handyrep.conf. The window knows no other way to a cluster.
@FunctionalInterface
public interface ClusterOpener {

    /// Reads the file and makes the engine, not yet started. May block; never called on the JavaFX thread.
    Answer open(Path conf);

    sealed interface Answer {

        record Opened(Engine engine) implements Answer {}

        /// @param problems each with file and line, all of them at once
        record Refused(List<String> problems) implements Answer {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }
}
