package org.handyrep.engine.incidents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.engine.Operation;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.Hand;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// Clones by hand, in the real window on a real cluster: the failed old primary is made a replica again, a clone that takes long is cancelled.
class CloneWindowTest {

    private final Hand hand = new Hand();
    private final FxRobot robot = hand.robot;

    @Test
    void aReplicaIsRemadeAndACancelledCloneLeavesItAsItWas() {
        try (CloneLab clones = CloneLab.open("clone_tar");
                TestWindow window = TestWindow.over(clones.lab.engine, Look.LIGHT)) {
            Lab lab = clones.lab;
            lab.server("john").kill9();
            lab.succeeds("manual_failover", "newmaster", "paul", "confirm", "paul");

            select("john");
            press(label -> label.equals("Reclone…"));
            clone("", "john");
            ended(lab, Operation.State.SUCCEEDED);
            streams(lab, "john");

            robot.push(KeyCode.CONTROL, KeyCode.K);
            Hand.soon().until(() -> hand.shown("#clone-target"));
            robot.interact(() -> robot.lookup("#clone-target").queryComboBox().setValue("john"));
            robot.interact(() -> robot.lookup("#clone-reclone").queryAs(CheckBox.class).fire());
            clone("0.5", "john");
            Hand.soon().until(() -> hand.says("#progress-sentence").contains("B/s"));
            Hand.soon().until(() -> hand.enabled("#cancel-plan"));
            hand.press("#cancel-plan");
            ended(lab, Operation.State.ROLLED_BACK);
            streams(lab, "john");
        }
    }

    /// From the first page of the dialog to its progress.
    ///
    /// @param rate megabytes per second, blank for no limit
    /// @param typed the name that what is overwritten wants; empty where nothing is
    private void clone(String rate, String typed) {
        Hand.soon().until(() -> hand.shown("#clone-rate") && hand.enabled("#next"));
        robot.interact(() -> robot.lookup("#clone-rate").queryAs(TextField.class).setText(rate));
        hand.press("#next");
        Hand.soon().until(() -> hand.says("#next").equals("_Show the plan") && hand.enabled("#next"));
        hand.press("#next");
        Hand.soon().until(() -> hand.shown("#plan-rows"));
        assertEquals(!typed.isEmpty(), hand.shown("#typed-name"));
        if (!typed.isEmpty()) {
            robot.interact(() -> robot.lookup("#typed-name").queryAs(TextField.class).setText(typed));
        }
        hand.press("#next");
    }

    private void ended(Lab lab, Operation.State state) {
        Hand.soon().until(() -> hand.shown("#facts"));
        Operation last = lab.engine.view().operation().orElseThrow();
        assertEquals(state, last.state(), last::toString);
        hand.press("#next");
        Hand.soon().until(() -> !hand.shown("#facts"));
    }

    private static void streams(Lab lab, String server) {
        Hand.soon().until(() -> {
            lab.call("verify_all");
            return lab.engine.view().snapshot().find(server).orElseThrow().state() instanceof ServerState.Replica r && r.isStreaming();
        });
        assertTrue(server(lab, server).enabled());
        assertTrue(server(lab, server).isReplica());
    }

    private static Server server(Lab lab, String name) {
        return lab.engine.view().snapshot().find(name).orElseThrow().server();
    }

    private void select(String server) {
        Hand.soon().until(() -> hand.shown("#card-" + server));
        hand.click("#card-" + server);
        Hand.soon().until(() -> hand.says(".panel-name").equals(server));
    }

    private void press(Predicate<String> label) {
        Hand.soon().until(() -> Fx.on(() -> buttons(label).anyMatch(b -> !b.isDisabled())));
        robot.interact(() -> buttons(label).findFirst().orElseThrow().fire());
    }

    private Stream<Button> buttons(Predicate<String> label) {
        return robot.lookup((Node n) -> n instanceof Button b && label.test(b.getText())).queryAllAs(Button.class).stream();
    }
}
