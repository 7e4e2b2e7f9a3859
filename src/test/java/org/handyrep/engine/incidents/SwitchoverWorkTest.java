package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operation.StepState;
import org.handyrep.plan.Plan;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.testing.PgBouncers;
import org.junit.jupiter.api.Test;

/// What is done on the hosts while clients wait, command by command: each one is a wait of theirs.
class SwitchoverWorkTest {

    private static final Pattern SCRIPT = Pattern.compile("\\s'?handyrep-([a-z-]+)");
    private static final Pattern PG_CTL = Pattern.compile("pg_ctl'? '?([a-z]+)");

    @Test
    void whileClientsWaitNothingIsDoneOnTheHostsThatCouldBeDoneBeforeOrAfter() {
        try (Lab lab = Lab.open();
                PgBouncers bouncers = PgBouncers.start(lab.cluster, 1)) {
            lab.reopen();
            AtomicInteger from = new AtomicInteger(-1);
            AtomicInteger to = new AtomicInteger(-1);
            lab.engine.watch(view -> view.operation().ifPresent(operation -> {
                mark(from, operation, "Let the clients wait", StepState.DONE, lab);
                mark(to, operation, "Let the clients go on", StepState.RUNNING, lab);
            }));
            int before = bouncers.get(1).commands().size();
            Operation operation = lab.run(planned(lab));
            assertEquals(Operation.State.SUCCEEDED, operation.state(), operation::summary);
            List<String> done = lab.cluster.commands().subList(from.get(), to.get()).stream()
                    .map(SwitchoverWorkTest::shortened)
                    .filter(command -> !command.endsWith("put-journal"))
                    .toList();
            assertEquals(List.of("john: stop", "john: until-stopped", "john: look", "john: mark-as-replica"), done);
            List<String> atTheProxy = bouncers.get(1).commands().stream()
                    .skip(before)
                    .filter(command -> !command.contains("/dev/tcp"))
                    .map(SwitchoverWorkTest::shortened)
                    .toList();
            assertEquals(2, atTheProxy.stream().limit(2).filter(c -> c.equals("write")).count(), "laid ready before, put in place meanwhile: " + atTheProxy);
        }
    }

    /// A busy machine may keep a server silent for a while.
    private static Plan planned(Lab lab) {
        return (Plan) await("a plan").atMost(Duration.ofMinutes(3)).until(
                () -> lab.engine.plan(Lab.ANNA, Lab.failoverTo("paul")), decision -> decision instanceof Plan plan && holds(plan));
    }

    private static boolean holds(Plan plan) {
        return plan.steps().stream().anyMatch(HoldClients.class::isInstance);
    }

    private static void mark(AtomicInteger at, Operation operation, String title, StepState state, Lab lab) {
        boolean reached = operation.steps().stream().anyMatch(s -> s.title().startsWith(title) && s.state() == state);
        if (reached) {
            at.compareAndSet(-1, lab.cluster.commands().size());
        }
    }

    private static String shortened(String command) {
        String server = command.matches("[a-z0-9]+: (?s:.*)") ? command.substring(0, command.indexOf(':') + 2) : "";
        Matcher script = SCRIPT.matcher(command);
        if (script.find()) {
            return server + script.group(1);
        }
        Matcher pgCtl = PG_CTL.matcher(command);
        return server + (pgCtl.find() ? pgCtl.group(1) : command.contains("pg_control") ? "look" : command);
    }
}
