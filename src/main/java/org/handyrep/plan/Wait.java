package org.handyrep.plan;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.plugin.Outcome;

/// Waits for a condition to be read back, not for a time.
public final class Wait {

    private Wait() {}

    /// Asks until the answer is there or the limit has passed.
    ///
    /// @param probe an outcome when it is settled, empty while it is not
    /// @param otherwise the failure's sentence after the limit
    public static Outcome until(
            World world, Duration limit, Duration rest, Supplier<Optional<Outcome>> probe, Supplier<String> otherwise) {
        long start = world.nanos();
        while (true) {
            Optional<Outcome> settled = probe.get();
            if (settled.isPresent()) {
                return settled.get();
            }
            if (world.nanos() - start > limit.toNanos()) {
                return Outcome.failure(otherwise.get());
            }
            world.pause(rest);
        }
    }
}
