package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.Operation;
import org.handyrep.engine.PluginFolder;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.testing.JavaProgram;

/// A console of its own process that begins a plan, says `REACHED` when it is as far as it should be, and holds still there to be killed.
final class EngineChild {

    private static final String HALF_WAY = "half-way";

    private EngineChild() {}

    // the test's side

    /// Closes the laboratory's engine, has another console begin a switchover, and kills that when a step is done.
    static void killedAt(Lab lab, String step, String newPrimary) throws IOException, InterruptedException {
        killed(lab, step, "switchover", newPrimary);
    }

    /// As [#killedAt], in the middle of the copying of a clone with `reclone`.
    static void killedHalfWay(Lab lab, String target) throws IOException, InterruptedException {
        killed(lab, HALF_WAY, "clone", target);
    }

    /// As [#killedAt], in a rejoin, when a file is there.
    static void killedInRejoin(Lab lab, Path when, String server) throws IOException, InterruptedException {
        killed(lab, when.toString(), "rejoin", server);
    }

    private static void killed(Lab lab, String where, String what, String server) throws IOException, InterruptedException {
        lab.engine.close();
        Process child = JavaProgram.of(EngineChild.class, lab.cluster.conf().toString(), where, what, server).start();
        StringBuilder said = new StringBuilder();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && !line.equals("REACHED")) {
                said.append(line).append('\n');
                line = out.readLine();
            }
            assertEquals("REACHED", line, said::toString);
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    // the side of the console that is killed

    /// @param args handyrep.conf; how the title of the step begins, or [#HALF_WAY], or the path of a file; `switchover`, `clone` or `rejoin`; and the server
    public static void main(String[] args) throws InterruptedException {
        OpenResult opened = new EngineOpener(PluginFolder.open(Path.of("plugins")), HostKeyQuestion.REFUSE).open(Path.of(args[0]));
        if (!(opened instanceof OpenResult.Opened ready)) {
            throw new AssertionError(opened);
        }
        ClusterEngine engine = ready.engine();
        engine.call(Lab.ANNA, "verify_all", java.util.Map.of());
        engine.watch(view -> view.operation().ifPresent(operation -> holdAt(operation, args[1])));
        engine.begin(Lab.ANNA, plan(engine, request(args[2], args[3])));
        if (args[1].startsWith("/")) {
            await(args[1]).atMost(Duration.ofMinutes(2)).until(() -> Files.exists(Path.of(args[1])));
            reached();
        }
        new CountDownLatch(1).await();
    }

    private static void reached() {
        System.out.println("REACHED");
        System.out.flush();
    }

    private static Request request(String what, String server) {
        return switch (what) {
            case "clone" -> new Request.Clone(server, Optional.empty(), true, 16384);
            case "rejoin" -> new Request.Rejoin(server, Request.Rejoin.How.AUTO);
            default -> Lab.failoverTo(server);
        };
    }

    /// A busy machine may keep a server silent for a while.
    private static Plan plan(ClusterEngine engine, Request request) {
        return (Plan) await("a plan").atMost(Duration.ofMinutes(2)).until(() -> engine.plan(Lab.ANNA, request), Plan.class::isInstance);
    }

    private static void holdAt(Operation operation, String where) {
        boolean reached = where.equals(HALF_WAY)
                ? operation.progress().filter(p -> p.done() > 0).isPresent()
                : operation.steps().stream().anyMatch(s -> s.title().startsWith(where) && s.state() == Operation.StepState.DONE);
        if (reached) {
            reached();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
