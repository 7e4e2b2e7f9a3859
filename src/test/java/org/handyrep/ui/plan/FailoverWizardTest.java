package org.handyrep.ui.plan;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Check;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.DialogTest;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

final class FailoverWizardTest extends DialogTest {

    @Test
    void fromTheChoiceToTheResult(FxRobot robot) {
        Plan plan = SampleOperations.switchover("john", "george");
        Operation begun = SampleOperations.running(plan, 1, Instant.now());
        engine.beginner = p -> Outcome.success("started").with("operation", begun.id());
        open(robot, "paul");
        picture(robot, "wizard-1-who");
        assertEquals("Switchover: choose who takes over from john", text(robot, "#title"));
        choose(robot, "george");
        assertEquals("_Check george", button(robot, "#next").getText());
        robot.type(KeyCode.ENTER);

        await().until(() -> button(robot, "#next").getText().equals("_Show the plan"));
        picture(robot, "wizard-2-checks");
        assertEquals(List.of(new Request.ManualFailover(Optional.of("george"), true, true)), engine.planned);
        press(robot, "#next");
        picture(robot, "wizard-3-plan");
        assertTrue(robot.lookup("#point-of-no-return").tryQuery().isPresent());
        press(robot, "#copy-plan");
        robot.interact(() -> assertEquals(plan.asText(), Clipboard.getSystemClipboard().getString()));
        assertEquals("_Promote george", button(robot, "#next").getText());
        press(robot, "#next");

        await().until(() -> robot.lookup("#cancel-plan").queryButton().isVisible());
        engine.publish(Optional.of(begun));
        await().until(() -> !button(robot, "#cancel-plan").isDisabled());
        picture(robot, "wizard-4-progress");
        press(robot, "#cancel-plan");
        await().until(() -> engine.asked.contains("cancel " + begun.id()));
        engine.publish(Optional.of(SampleOperations.running(plan, 2, begun.startedAt())));
        await().until(() -> button(robot, "#cancel-plan").isDisabled());
        assertTrue(text(robot, "#said").contains("It is past the point of no return."));

        engine.publish(Optional.of(SampleOperations.ended(begun, Operation.State.SUCCEEDED, Instant.now())));
        await().until(() -> robot.lookup("#facts").tryQuery().isPresent());
        picture(robot, "wizard-5-result");
        assertTrue(robot.lookup("#afterwards").tryQuery().isPresent());
        assertEquals(1, engine.begun.size());
        press(robot, "#next");
        assertFalse(robot.lookup("#title").tryQuery().isPresent());
    }

    @Test
    void theNameMustBeTypedBeforeAFailover(FxRobot robot) {
        engine.publish(SampleClusters.primaryDead(Instant.now()));
        engine.planner = r -> SamplePlans.withTypedName(SampleOperations.switchover("john", "paul"), "paul");
        open(robot, "paul");
        picture(robot, "wizard-1-failover");
        assertTrue(text(robot, "#title").startsWith("Failover"));
        toPlan(robot);
        picture(robot, "wizard-3-typed");
        assertTrue(button(robot, "#next").isDisabled());
        robot.clickOn("#typed-name").write("Paul").type(KeyCode.ENTER);
        assertTrue(button(robot, "#next").isDisabled());
        assertTrue(engine.begun.isEmpty());
        robot.interact(() -> robot.lookup("#typed-name").queryAs(TextField.class).setText("paul"));
        assertFalse(button(robot, "#next").isDisabled());
        robot.type(KeyCode.ENTER);
        await().until(() -> engine.begun.size() == 1);
    }

    @Test
    void aFailoverNeedNotWaitForTheDiskOfTheLostPrimary(FxRobot robot) {
        open(robot, "paul");
        assertFalse(robot.lookup("#salvage").query().isVisible(), "of a primary that lives nothing has to be fetched");
        hideAll(robot);
        engine.publish(SampleClusters.primaryDead(Instant.now()));
        open(robot, "paul");
        robot.clickOn("#salvage");
        toPlan(robot);
        assertEquals(List.of(new Request.ManualFailover(Optional.of("paul"), true, false, true, false)), engine.planned);
    }

    @Test
    void aStopBlocksUntilTheServersAreBetter(FxRobot robot) {
        Plan plan = SampleOperations.switchover("john", "paul");
        engine.planner = r -> SamplePlans.withCheck(plan, new Check("paul streams from john", Check.Level.STOP, "no WAL receiver; start it"));
        open(robot, "paul");
        press(robot, "#next");
        await().until(() -> robot.lookup("#checks").tryQuery().isPresent());
        picture(robot, "wizard-2-stop");
        assertTrue(button(robot, "#next").isDisabled());
        robot.type(KeyCode.ENTER);
        assertFalse(robot.lookup("#copy-plan").tryQuery().isPresent());
        engine.planner = r -> plan;
        press(robot, "#check-again");
        await().until(() -> !button(robot, "#next").isDisabled());
    }

    @Test
    void aRefusalSaysWhy(FxRobot robot) {
        engine.planner = r -> new Refusal(
                "paul left recovery 2 s ago.", List.of(new Check("paul is a replica", Check.Level.STOP, "it takes writes")));
        open(robot, "paul");
        press(robot, "#next");
        await().until(() -> robot.lookup("#note").tryQuery().isPresent());
        picture(robot, "wizard-2-refusal");
        assertTrue(robot.lookup("#note").lookup((Node n) -> n instanceof Text t && t.getText().contains("left recovery 2 s ago"))
                .tryQuery().isPresent());
        assertTrue(button(robot, "#next").isDisabled());
    }

    @Test
    void anUnfitReplicaCannotBeChosen(FxRobot robot) {
        open(robot, "paul");
        choose(robot, "ringo");
        await().until(() -> table(robot).getSelectionModel().getSelectedItem().server().equals("paul"));
        assertEquals("_Check paul", button(robot, "#next").getText());
    }

    @Test
    void theTableFollowsTheClusterWhileOneChooses(FxRobot robot) {
        open(robot, "george");
        ClusterView dead = SampleClusters.primaryDead(Instant.now());
        engine.publish(dead);
        await().until(() -> text(robot, "#title").startsWith("Failover"));
        await().until(() -> robot.lookup("#old-primary-follows").query().isDisabled());
        assertEquals("_Check george", button(robot, "#next").getText());
    }

    @Test
    void escapeLeavesARunningPlanAlone(FxRobot robot) {
        Plan plan = SampleOperations.switchover("john", "paul");
        Operation begun = SampleOperations.running(plan, 1, Instant.now());
        engine.beginner = p -> {
            engine.publish(Optional.of(begun));
            return Outcome.success("started").with("operation", begun.id());
        };
        open(robot, "paul");
        toPlan(robot);
        press(robot, "#next");
        await().until(() -> robot.lookup("#output").tryQuery().isPresent());
        robot.type(KeyCode.ESCAPE);
        await().until(() -> robot.lookup("#title").tryQuery().isEmpty());
        assertTrue(engine.asked.isEmpty());
        engine.publish(Optional.of(SampleOperations.ended(begun, Operation.State.SUCCEEDED, Instant.now())));
    }

    @Test
    void anEngineThatWillNotBeginIsHeard(FxRobot robot) {
        engine.beginner = p -> Outcome.failure("Another plan is running.");
        open(robot, "paul");
        toPlan(robot);
        press(robot, "#next");
        await().until(() -> robot.lookup("#note").tryQuery().isPresent());
        assertTrue(robot.lookup((Node n) -> n instanceof Text t && t.getText().equals("Another plan is running."))
                .tryQuery().isPresent());
        assertFalse(button(robot, "#next").isDisabled());
    }

    @Test
    void anyOtherRequestStartsWithItsChecks(FxRobot robot) {
        robot.interact(() -> new PlanDialog(engine, nav, new Request.Service("george", RunMode.RESTART)).show());
        await().until(() -> button(robot, "#next").getText().equals("_Show the plan"));
        picture(robot, "dialog-1-checks");
        press(robot, "#next");
        picture(robot, "dialog-2-plan");
        assertEquals("_Restart george", button(robot, "#next").getText());
    }

    private void open(FxRobot robot, String preselected) {
        robot.interact(() -> new FailoverWizard(engine, nav, Optional.of(preselected)).show());
    }

    private static void toPlan(FxRobot robot) {
        press(robot, "#next");
        await().until(() -> button(robot, "#next").getText().equals("_Show the plan"));
        press(robot, "#next");
    }

    private static void choose(FxRobot robot, String server) {
        TableView<Candidate> table = table(robot);
        robot.interact(() -> table.getItems().stream()
                .filter(c -> c.server().equals(server))
                .findFirst()
                .ifPresent(c -> table.getSelectionModel().clearAndSelect(table.getItems().indexOf(c))));
    }

    private static TableView<Candidate> table(FxRobot robot) {
        return robot.lookup("#candidates").queryTableView();
    }

    private static void picture(FxRobot robot, String name) {
        picture(robot, "#title", name);
    }
}
