package org.handyrep.ui.automation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.LogLine;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleAutomation;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleSplit;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// Evidence and automation below the verdict, by keyboard.
class DrawerTest {

    private final FxRobot robot = new FxRobot();
    private final Instant now = Instant.now();

    private static TestWindow over(FakeEngine engine) {
        TestWindow window = TestWindow.over(engine, Look.LIGHT);
        window.settle();
        return window;
    }

    private static Optional<Node> find(TestWindow window, String id) {
        return Fx.on(() -> Optional.ofNullable(window.root().lookup(id)).filter(Node::isVisible));
    }

    private static void soon(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }

    private static String text(TestWindow window, String id) {
        return Fx.on(() -> ((Label) window.root().lookup(id)).getText());
    }

    @Test
    void oneKeyOpensTheMatrixArrowsGoThroughItAndItIsCopied() {
        try (TestWindow window = over(new FakeEngine(SampleClusters.lagging(now)))) {
            assertTrue(find(window, "#evidence-panel").isEmpty(), "a healthy cluster shows its topology");
            robot.type(KeyCode.F4);
            soon(() -> find(window, "#evidence-panel").isPresent());
            assertTrue(text(window, "#vantage-summary").startsWith("All of 7 places see john alive"));
            soon(() -> text(window, "#vantage-detail").equals("This console → john: in session and writable; a probe write took 3 ms"));
            robot.type(KeyCode.DOWN, 2);
            soon(() -> text(window, "#vantage-detail").startsWith("paul → john: streams"));
            robot.type(KeyCode.UP).type(KeyCode.RIGHT);
            soon(() -> text(window, "#vantage-detail").equals("This console → paul: its postmaster runs"));
            Fx.run(() -> ((Button) window.root().lookup("#vantage-copy")).fire());
            assertTrue(Fx.on(() -> Clipboard.getSystemClipboard().getString()).contains("paul, WAL receiver\talive 0.1 s ago"));
            robot.type(KeyCode.ESCAPE);
            soon(() -> find(window, "#evidence-panel").isEmpty());
        }
    }

    @Test
    void nothingKeepsTheWindowFromBecomingNarrow() {
        try (TestWindow window = over(new FakeEngine(SampleAutomation.blocked(SampleClusters.lagging(now))))) {
            robot.type(KeyCode.F7);
            Fx.run(() -> {
                ((ToggleButton) window.root().lookup("#if-lost-more")).fire();
                window.window().stage().setWidth(1000);
            });
            soon(() -> {
                window.settle();
                return Fx.on(() -> window.root().lookup("#verdict").getBoundsInParent().getWidth()) <= 1000 - 208
                        && Fx.on(() -> window.root().lookup("#if-lost").getBoundsInParent().getWidth()) <= 1000 - 208 - 324;
            });
        }
    }

    @Test
    void theEvidenceComesWithABadVerdictOnceAndGoesWithIt() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(now));
        try (TestWindow window = over(engine)) {
            engine.publish(SampleClusters.primaryDead(now));
            soon(() -> find(window, "#evidence-panel").isPresent());
            engine.publish(SampleClusters.healthy(now));
            soon(() -> find(window, "#evidence-panel").isEmpty());
            engine.publish(SampleClusters.primaryDead(now));
            soon(() -> find(window, "#evidence-panel").isPresent());
            robot.type(KeyCode.F4);
            soon(() -> find(window, "#evidence-panel").isEmpty());
            engine.publish(SampleAutomation.acting(SampleClusters.primaryDead(now.plusSeconds(1))));
            soon(() -> Fx.on(() -> ((Button) window.root().lookup("#automation")).getText()).startsWith("Failing over"));
            assertTrue(find(window, "#evidence-panel").isEmpty(), "who closed it has read it");
            engine.publish(SampleSplit.view(now));
            soon(() -> find(window, "#evidence-panel").isPresent());
        }
    }

    @Test
    void automationIsPausedWithAReasonAndAnEndAndResumed() {
        ClusterView armed = SampleAutomation.armed(SampleClusters.healthy(now));
        FakeEngine engine = new FakeEngine(armed);
        try (TestWindow window = over(engine)) {
            robot.type(KeyCode.F7);
            soon(() -> find(window, "#automation-pause").map(Node::isFocused).orElse(false));
            assertTrue(Fx.on(() -> window.root().lookup("#automation-resume").isDisabled()));
            robot.type(KeyCode.SPACE);
            soon(() -> dialog("#pause-reason").isPresent());
            assertTrue(dialog("#ask-act").orElseThrow().isDisabled(), "nobody pauses without a reason");
            robot.clickOn(dialog("#pause-reason").orElseThrow()).write("rack 4").type(KeyCode.ENTER);
            soon(() -> engine.asked.stream().anyMatch(a -> a.startsWith("pauseAutomation rack 4 until ")));
            engine.publish(SampleAutomation.paused(armed, now));
            soon(() -> !Fx.on(() -> window.root().lookup("#automation-resume").isDisabled()));
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.G);
            soon(() -> engine.asked.contains("resumeAutomation"));
        }
    }

    @Test
    void aBlockIsExplainedAndAcknowledgedWithAComment() {
        ClusterView blocked = SampleAutomation.blocked(SampleClusters.healthy(now));
        FakeEngine engine = new FakeEngine(blocked);
        try (TestWindow window = over(engine)) {
            robot.type(KeyCode.F7);
            soon(() -> find(window, "#automation-panel").isPresent());
            List<String> said = Fx.on(() -> window.root().lookupAll("#automation-panel .label").stream()
                    .map(n -> ((Label) n).getText())
                    .toList());
            blocked.ifLost().orElseThrow().blocks().forEach(b -> assertTrue(said.contains("• " + b), said.toString()));
            assertTrue(said.containsAll(blocked.automation().history()), said.toString());
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.K);
            soon(() -> dialog("#acknowledge-comment").isPresent());
            robot.clickOn(dialog("#acknowledge-comment").orElseThrow()).write("power cut").type(KeyCode.ENTER);
            soon(() -> engine.asked.contains("acknowledge power cut"));
            engine.say(new LogLine(now, "POLL", "", false, "polled"));
            engine.say(new LogLine(now, "AUTOMATION", "", false, "not acted: the cooldown lasts"));
            Fx.run(() -> ((Button) window.root().lookup("#automation-log")).fire());
            soon(() -> Fx.on(() -> window.root().lookup("#log") instanceof TableView<?> t
                    && t.getItems().size() == 1
                    && t.getItems().getFirst() instanceof LogLine l
                    && l.category().equals("AUTOMATION")));
        }
    }

    @Test
    void anotherConsoleAtWorkIsAnnouncedAndNothingCanBeStarted() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(now));
        try (TestWindow window = over(engine)) {
            assertTrue(find(window, "#operated-elsewhere").filter(n -> n.getParent().isVisible()).isEmpty());
            engine.publish(SampleAutomation.elsewhere(SampleClusters.healthy(now), now));
            soon(() -> text(window, "#operated-elsewhere").startsWith("anna@desk1 is at work: failover john → paul since"));
            MenuItem failover = item(window, "_Cluster", "Manual failover…");
            assertTrue(failover.isDisable());
            assertTrue(failover.getText().contains("anna@desk1 is at work"), failover.getText());
            assertFalse(item(window, "_Cluster", "Poll now").isDisable());
            engine.publish(SampleClusters.healthy(now));
            soon(() -> !item(window, "_Cluster", "Manual failover…").isDisable());
            assertEquals("Manual failover…", item(window, "_Cluster", "Manual failover…").getText());
        }
    }

    private static MenuItem item(TestWindow window, String menu, String start) {
        return Fx.on(() -> ((MenuBar) window.root().lookup("#menu-bar")).getMenus().stream()
                .filter(m -> m.getText().equals(menu))
                .flatMap(m -> m.getItems().stream())
                .filter(i -> i.getText() != null && i.getText().startsWith(start))
                .findFirst()
                .orElseThrow());
    }

    private static Optional<Node> dialog(String id) {
        return Fx.on(() -> Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getOwner() != null)
                .flatMap(w -> Optional.ofNullable(w.getScene().lookup(id)).stream())
                .findFirst());
    }
}
