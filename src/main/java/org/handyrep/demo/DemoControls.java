package org.handyrep.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.handyrep.plugin.Outcome;

/// What a window or a terminal may do with the demo cluster.
public interface DemoControls extends AutoCloseable {

    /// The handyrep.conf of the demo cluster.
    Path conf();

    /// What can be broken or healed now, in the order of a menu. `Heal everything` is the last.
    List<Fault> faults();

    /// Breaks or heals something for real. Blocks for seconds at most.
    Outcome cause(Fault fault);

    WriterView writer();

    /// @param id stable: `kill9 john`, `freeze john`, `cut john`, `stop paul`, `lag paul`, `heal`
    /// @param label for a menu: `Kill john (kill -9)`
    record Fault(String id, String server, String label) {}

    /// What the writing client measured. A row is lost when its commit was acknowledged and it is not in the current primary.
    ///
    /// @param currentGap since the last acknowledged write
    /// @param connectedTo name of the server it writes to, empty for none
    record WriterView(
            double writesPerSecond,
            Duration currentGap,
            Duration longestGap,
            long acknowledged,
            long lost,
            String connectedTo) {}

    /// Stops every process of the demo cluster.
    @Override
    void close();
}
