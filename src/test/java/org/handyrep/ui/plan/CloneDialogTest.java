package org.handyrep.ui.plan;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.testing.DialogTest;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

final class CloneDialogTest extends DialogTest {

    @Test
    void fromTheChoiceOverTheTypedNameToTheProgress(FxRobot robot) {
        open(robot, Optional.empty());
        assertTrue(button(robot, "#next").isDisabled());
        picture(robot, "clone-1-nothing");
        robot.interact(() -> combo(robot).setValue("ringo"));
        press(robot, "#clone-idle");
        robot.interact(() -> robot.lookup("#clone-reclone").queryAs(CheckBox.class).fire());
        robot.interact(() -> robot.lookup("#clone-rate").queryAs(TextField.class).setText("fast"));
        assertTrue(button(robot, "#next").isDisabled());
        picture(robot, "clone-1-rate");
        robot.interact(() -> robot.lookup("#clone-rate").queryAs(TextField.class).setText("50"));
        picture(robot, "clone-1-what");
        assertEquals("_Check ringo", button(robot, "#next").getText());
        press(robot, "#next");
        await().until(() -> button(robot, "#next").getText().equals("_Show the plan"));
        picture(robot, "clone-2-checks");
        assertEquals(List.of(new Request.Clone("ringo", Optional.of("paul"), true, 48828)), engine.planned);
        press(robot, "#next");
        assertTrue(button(robot, "#next").isDisabled(), "what is overwritten wants its name");
        assertTrue(
                robot.lookup((javafx.scene.Node n) -> n instanceof Labeled l && l.getText().equals("Overwrite ringo? Type ringo to confirm:")).tryQuery().isPresent(),
                "a plan that can be taken back does not say that it cannot");
        robot.interact(() -> robot.lookup("#typed-name").queryAs(TextField.class).setText("ringo"));
        picture(robot, "clone-3-plan");

        Plan plan = SampleOperations.clone("ringo", "paul", true);
        Operation begun = SampleOperations.running(plan, 2, Instant.now().minusSeconds(95));
        engine.beginner = p -> Outcome.success("started").with("operation", begun.id());
        press(robot, "#next");
        await().until(() -> robot.lookup("#cancel-plan").queryButton().isVisible());
        engine.publish(Optional.of(SampleOperations.at(begun, new Progress("waiting for a checkpoint on paul", 0, 0, 0, Duration.ZERO))));
        await().until(() -> text(robot, "#progress-sentence").startsWith("waiting for a checkpoint"));
        assertEquals(ProgressBar.INDETERMINATE_PROGRESS, robot.lookup("#progress-bar").queryAs(ProgressBar.class).getProgress());
        engine.publish(Optional.of(SampleOperations.at(
                begun, new Progress("copying", 12_300_000_000L, 40_200_000_000L, 49_800_000, Duration.ZERO))));
        await().until(() -> text(robot, "#progress-sentence").equals("copying: 12.3 GB of about 40.2 GB (30 %), 49.8 MB/s, 9 min 20 s left"));
        assertEquals(0.3, robot.lookup("#progress-bar").queryAs(ProgressBar.class).getProgress(), 0.001);
        picture(robot, "clone-4-progress");
        press(robot, "#cancel-plan");
        await().until(() -> engine.asked.contains("cancel " + begun.id()));
        engine.publish(Optional.of(SampleOperations.ended(begun, Operation.State.ROLLED_BACK, Instant.now())));
        await().until(() -> robot.lookup("#facts").tryQuery().isPresent());
        picture(robot, "clone-5-cancelled");
    }

    @Test
    void whatTheActionMeantIsChosenAlready(FxRobot robot) {
        open(robot, Optional.of(new Request.Clone("george", Optional.empty(), true)));
        assertEquals("george", combo(robot).getValue());
        assertTrue(robot.lookup("#clone-reclone").queryAs(CheckBox.class).isSelected());
        assertEquals("_Check george", button(robot, "#next").getText());
        engine.publish(SampleClusters.primaryDead(Instant.now()));
        await().until(() -> button(robot, "#next").isDisabled());
        assertTrue(text(robot, "#said").startsWith("Not possible now: john, which the clone would follow, is not a primary in session."), () -> text(robot, "#said"));
        assertTrue(robot.lookup("#clone-reclone").queryAs(CheckBox.class).isSelected(), "what was chosen stays");
    }

    @Test
    void aNewServerIsAddedAndChosen(FxRobot robot) {
        open(robot, Optional.of(new Request.Clone("george", Optional.of("paul"), true)));
        press(robot, "#clone-new-server");
        assertEquals(1, nav.editing.size());
        robot.interact(() -> nav.editing.getFirst().accept("stuart"));
        assertEquals("stuart", combo(robot).getValue());
        assertFalse(robot.lookup("#clone-reclone").queryAs(CheckBox.class).isSelected());
        assertTrue(button(robot, "#next").isDisabled(), "it was not seen yet");
    }

    @Test
    void whereARewindIsRefusedACloneIsOneClickAway(FxRobot robot) {
        Request.Clone clone = new Request.Clone("john", Optional.empty(), true);
        engine.planner = r -> new Refusal(
                "john cannot be rewound now; rejoin with how=reclone clones it again",
                List.of(new Check("data checksums", Check.Level.STOP, "john has neither data checksums nor wal_log_hints")),
                Optional.of(new Refusal.Instead("Clone john again…", clone)));
        robot.interact(() -> new PlanDialog(engine, nav, new Request.Rejoin("john", Request.Rejoin.How.AUTO)).show());
        await().until(() -> robot.lookup("#instead").tryQuery().isPresent());
        assertEquals("_Clone john again…", button(robot, "#instead").getText());
        picture(robot, "rejoin-2-refused");

        press(robot, "#instead");
        assertEquals(List.of(clone), nav.requests);
        assertTrue(robot.lookup("#instead").tryQuery().isEmpty(), "the window is closed");
    }

    private void open(FxRobot robot, Optional<Request.Clone> wanted) {
        robot.interact(() -> new CloneDialog(engine, nav, wanted).show());
    }

    private static ComboBox<String> combo(FxRobot robot) {
        return robot.lookup("#clone-target").queryComboBox();
    }

    private static void picture(FxRobot robot, String name) {
        picture(robot, "#title", name);
    }
}
