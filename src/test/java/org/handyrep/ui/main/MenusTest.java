package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.Notification;
import atlantafx.base.controls.Popover;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.handyrep.testing.SampleProxies;
import org.handyrep.testing.Screens;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.server.Shortcuts;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// What the menu bar does, and to which cluster.
class MenusTest {

    private final FxRobot robot = new FxRobot();
    private final FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));

    private static void soon(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }

    static MenuItem item(TestWindow window, String menu, String begin) {
        return Fx.on(() -> ((MenuBar) window.root().lookup("#menu-bar"))
                .getMenus().stream()
                        .filter(m -> m.getText().equals(menu))
                        .flatMap(m -> m.getItems().stream())
                        .filter(i -> i.getText() != null && i.getText().startsWith(begin))
                        .findFirst()
                        .orElseThrow());
    }

    static List<String> titles(TestWindow window) {
        return Fx.on(() -> Window.getWindows().stream()
                .filter(w -> w != window.window().stage())
                .flatMap(w -> w instanceof Stage s ? Optional.ofNullable(s.getTitle()).stream() : java.util.stream.Stream.<String>empty())
                .toList());
    }

    static void closeOthers(TestWindow window) {
        Fx.run(() -> List.copyOf(Window.getWindows()).stream().filter(w -> w != window.window().stage()).forEach(Window::hide));
    }

    @Test
    void theServerMenuWorksOnTheClusterThatIsShown() {
        FakeEngine second = new FakeEngine(SampleClusters.healthy(Instant.now()));
        Map<String, ClusterOpener.Answer> clusters =
                Map.of("a.conf", new ClusterOpener.Answer.Opened(engine), "b.conf", new ClusterOpener.Answer.Opened(second));
        try (TestWindow window = new TestWindow(clusters, Optional.empty(), Look.LIGHT)) {
            window.settle();
            assertTrue(!item(window, "_Server", "Reload").isDisable(), "the primary is selected");
            Fx.run(() -> window.window().frame().open(window.window().frame().sessions().get(1)));
            Fx.run(item(window, "_Server", "Reload")::fire);
            soon(() -> engine.planned.size() + second.planned.size() == 1);
            assertEquals(List.of(), engine.planned, "the cluster that was left");
            assertEquals(List.of(new Request.Service("john", RunMode.RELOAD)), second.planned);
            soon(() -> titles(window).equals(List.of("orders: Reload john")));
            closeOthers(window);
        }
    }

    @Test
    void aFormAndAQuestionNameTheirCluster() {
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            Fx.run(item(window, "_Server", "Edit…")::fire);
            soon(() -> titles(window).equals(List.of("orders: Edit john")));
            closeOthers(window);
            // a question holds its caller until it is answered
            javafx.application.Platform.runLater(item(window, "_Server", "Disable…")::fire);
            soon(() -> titles(window).equals(List.of("Disable john of orders?")));
            closeOthers(window);
        }
    }

    @Test
    void theOperationIsSteeredFromTheMenuAndByKeys() {
        Plan plan = SampleOperations.switchover("john", "paul");
        Operation running = SampleOperations.running(plan, 1, Instant.now());
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            assertEquals("Cancel the operation   (no operation is running)", item(window, "_Cluster", "Cancel").getText());
            publish(window, running);
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.H);
            soon(() -> engine.asked.contains("cancel " + running.id()));
            assertTrue(item(window, "_Cluster", "Resume").isDisable());
            publish(window, SampleOperations.running(plan, 2, Instant.now()));
            assertTrue(item(window, "_Cluster", "Cancel").getText().contains("past the point of no return"));

            Operation interrupted = SampleOperations.ended(running, Operation.State.INTERRUPTED, Instant.now());
            publish(window, interrupted);
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.Y);
            soon(() -> engine.asked.contains("resume " + interrupted.id()));
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.O);
            soon(() -> engine.asked.contains("rollBack " + interrupted.id()));
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.V);
            soon(() -> titles(window).equals(List.of("Leave " + interrupted.title() + " of orders as it is?")));
            assertTrue(engine.asked.stream().noneMatch(a -> a.startsWith("leave")), "nobody agreed yet");
            Fx.run(() -> List.copyOf(Window.getWindows()).stream()
                    .flatMap(w -> Optional.ofNullable(w.getScene().lookup("#ask-act")).stream())
                    .forEach(b -> ((Button) b).fire()));
            soon(() -> engine.asked.contains("leave " + interrupted.id()));

            publish(window, SampleOperations.ended(SampleOperations.running(plan, 2, Instant.now()), Operation.State.INTERRUPTED, Instant.now()));
            assertTrue(item(window, "_Cluster", "Roll").getText().contains("past its point of no return"));
        }
    }

    private void publish(TestWindow window, Operation operation) {
        engine.publish(Optional.of(operation));
        soon(() -> Fx.on(() -> window.window().frame().current().orElseThrow().view().orElseThrow().operation()).equals(Optional.of(operation)));
    }

    @Test
    void theConfigurationIsReadAgainAndTheAnswerIsTold() {
        engine.answer = function -> Map.of("result", "FAIL", "details", "the old configuration stays: handyrep.conf:31: unknown option");
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            robot.push(KeyCode.SHIFT, KeyCode.F5);
            soon(() -> engine.asked.contains("reload_conf {}"));
            soon(() -> Fx.on(() -> window.window().frame().notices().getChildren().stream()
                    .anyMatch(n -> ((Notification) n).getMessage().startsWith("the old configuration stays"))));
            assertTrue(Fx.on(() -> window.root().lookup("#options") != null), "the page is up");
        }
    }

    @Test
    void theProblemsAreListedCopiedAndGoWhenTheyAreOver() {
        engine.publish(SampleClusters.lagging(Instant.now()));
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            robot.push(KeyCode.F2);
            soon(() -> notes("#notes-copy").isPresent());
            Button copy = (Button) notes("#notes-copy").orElseThrow();
            Fx.run(copy::fire);
            String copied = Fx.on(() -> Clipboard.getSystemClipboard().getString());
            assertTrue(copied.startsWith("orders: 1 problem") && copied.contains("ringo"), copied);
            Fx.run(() -> Screens.take(copy.getScene(), "problems"));
            List<Object> moved = new CopyOnWriteArrayList<>();
            Fx.run(() -> window.root().lookup("#notes").parentProperty().addListener((property, before, now) -> moved.add("taken out")));
            engine.publish(warned(engine.view(), "handyrep.conf:31: unknown option"));
            Node list = notes("#notes-list").orElseThrow();
            soon(() -> Fx.on(() -> list.lookupAll(".label").stream().anyMatch(n -> n instanceof Label l && l.getText().contains("unknown option"))));
            assertEquals(List.of(), moved, "what is taken away closes what hangs on it");
            engine.publish(SampleClusters.healthy(Instant.now()));
            soon(() -> notes("#notes-copy").isEmpty());
            soon(() -> item(window, "_View", "Problems").isDisable());
        }
    }

    private static ClusterView warned(ClusterView v, String warning) {
        return new ClusterView(
                v.snapshot(), v.diagnosis(), v.automation(), v.inCharge(), v.lastFullPoll(), v.pollIntervalSeconds(), v.operation(), List.of(warning));
    }

    private static Optional<Node> notes(String id) {
        return Fx.on(() -> Window.getWindows().stream()
                .filter(w -> w instanceof Popover && w.isShowing())
                .flatMap(w -> Optional.ofNullable(((Popover) w).getContentNode()).stream())
                .flatMap(n -> Optional.ofNullable(n.lookup(id)).stream())
                .findFirst());
    }

    @Test
    void everyKeyOfAMenuIsInTheListOfKeys() {
        Set<String> told = new TreeSet<>();
        for (String row : HelpTexts.keys()) {
            String prefix = "";
            for (String key : row.replace('−', '-').split("\\s+")) {
                prefix = key.lastIndexOf('+') > 0 ? key.substring(0, key.lastIndexOf('+') + 1) : prefix;
                told.add(key.startsWith(prefix) ? key : prefix + key);
            }
        }
        List.of("2", "3", "4", "5", "6").forEach(page -> told.add("Ctrl+" + page));
        engine.publish(SampleProxies.healthy(Instant.now()));
        List<KeyCombination> keys = new ArrayList<>();
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            for (String server : List.of("john", "paul", "pgb1")) {
                Fx.run(() -> window.window().frame().select(window.window().frame().current().orElseThrow(), Optional.of(server)));
                Fx.run(() -> ((MenuBar) window.root().lookup("#menu-bar")).getMenus().forEach(m -> collect(m, keys)));
            }
        }
        Shortcuts.of(new Request.Isolate("john")).ifPresent(keys::add);
        Shortcuts.of(new Request.Rejoin("john", Request.Rejoin.How.AUTO)).ifPresent(keys::add);
        assertTrue(keys.size() > 40, keys::toString);
        List<String> missing = keys.stream().map(KeyCombination::getDisplayText).map(k -> k.replace("Delete", "Del")).filter(k -> !told.contains(k)).distinct().toList();
        assertEquals(List.of(), missing);
    }

    private static void collect(MenuItem item, List<KeyCombination> keys) {
        Optional.ofNullable(item.getAccelerator()).ifPresent(keys::add);
        if (item instanceof Menu menu) {
            menu.getItems().forEach(i -> collect(i, keys));
        }
    }

    @Test
    void whatIsOnlyToldAsksNothing() {
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            robot.push(KeyCode.F1);
            soon(() -> titles(window).equals(List.of("Keys")));
            assertEquals(List.of("Close"), Fx.on(() -> Window.getWindows().stream()
                    .filter(w -> w != window.window().stage())
                    .flatMap(w -> w.getScene().getRoot().lookupAll(".button").stream())
                    .map(n -> ((Button) n).getText())
                    .toList()));
            Fx.run(() -> Window.getWindows().stream()
                    .filter(w -> w != window.window().stage())
                    .forEach(w -> Screens.take(w.getScene(), "keys")));
            robot.type(KeyCode.ESCAPE);
            soon(() -> titles(window).isEmpty());
        }
    }
}
