package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.Operation;
import org.handyrep.engine.PluginFolder;
import org.handyrep.plan.Plan;
import org.handyrep.remote.HostKeyQuestion;

/// A console of its own process that begins a switchover, says `REACHED` when a step is done, and holds still there to be killed.
final class EngineChild {

    private EngineChild() {}

    /// @param args handyrep.conf, how the title of the step begins, and the new primary
    public static void main(String[] args) throws InterruptedException {
        OpenResult opened = new EngineOpener(PluginFolder.open(Path.of("plugins")), HostKeyQuestion.REFUSE).open(Path.of(args[0]));
        if (!(opened instanceof OpenResult.Opened ready)) {
            throw new AssertionError(opened);
        }
        ClusterEngine engine = ready.engine();
        engine.call(Lab.ANNA, "verify_all", java.util.Map.of());
        engine.watch(view -> view.operation().ifPresent(operation -> holdAt(operation, args[1])));
        engine.begin(Lab.ANNA, plan(engine, args[2]));
        new CountDownLatch(1).await();
    }

    /// A busy machine may keep a server silent for a while.
    private static Plan plan(ClusterEngine engine, String newPrimary) {
        return (Plan) await("a plan").atMost(Duration.ofMinutes(2)).until(
                () -> engine.plan(Lab.ANNA, Lab.failoverTo(newPrimary)), Plan.class::isInstance);
    }

    private static void holdAt(Operation operation, String title) {
        boolean reached = operation.steps().stream()
                .anyMatch(s -> s.title().startsWith(title) && s.state() == Operation.StepState.DONE);
        if (reached) {
            System.out.println("REACHED");
            System.out.flush();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
