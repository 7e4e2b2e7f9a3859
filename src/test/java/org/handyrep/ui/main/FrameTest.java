package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.awaitility.Awaitility;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.handyrep.testing.FakeDemo;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// The window by mouse and keyboard.
class FrameTest {

    private final FxRobot robot = new FxRobot();

    private static TestWindow small(FakeEngine engine) {
        TestWindow window = TestWindow.over(engine, Look.LIGHT);
        Fx.run(() -> {
            window.window().stage().setX(0);
            window.window().stage().setY(0);
            window.window().stage().setWidth(1000);
            window.window().stage().setHeight(900);
        });
        window.settle();
        return window;
    }

    private static Optional<String> selected(TestWindow window) {
        return Fx.on(() -> window.window().frame().current().orElseThrow().selected());
    }

    private static void selects(TestWindow window, String name) {
        Awaitility.await().until(() -> selected(window).equals(Optional.of(name)));
    }

    private static Node find(TestWindow window, String query) {
        Node node = Fx.on(() -> window.root().lookup(query));
        assertNotNull(node, query);
        return node;
    }

    private static boolean shows(TestWindow window, String text) {
        return Fx.on(() -> window.root().lookupAll(".label").stream()
                .anyMatch(n -> n instanceof Labeled l && text.equals(l.getText())));
    }

    @Test
    void aClickOnACardSelectsTheServerAndThePanelShowsIt() {
        try (TestWindow window = small(new FakeEngine(SampleClusters.healthy(Instant.now())))) {
            assertEquals(Optional.of("john"), selected(window), "the primary is selected at first");
            robot.clickOn(find(window, "#card-paul"));
            selects(window, "paul");
            assertTrue(shows(window, "0 B · 0.0 s"));
            assertTrue(((Label) find(window, ".panel-name")).getText().equals("paul"));
        }
    }

    @Test
    void arrowKeysGoFromServerToServer() {
        try (TestWindow window = small(new FakeEngine(SampleClusters.lagging(Instant.now())))) {
            Fx.run(() -> find2(window).requestFocus());
            robot.type(KeyCode.HOME);
            selects(window, "john");
            robot.type(KeyCode.RIGHT);
            selects(window, "george");
            robot.type(KeyCode.DOWN);
            selects(window, "ringo");
            robot.type(KeyCode.LEFT, 2);
            selects(window, "pgb1");
        }
    }

    private static Node find2(TestWindow window) {
        return window.root().lookup("#topology");
    }

    @Test
    void aRefusedActionIsDisabledAndItsReasonIsRead() {
        try (TestWindow window = small(new FakeEngine(SampleClusters.healthy(Instant.now())))) {
            robot.clickOn(find(window, "#card-paul"));
            selects(window, "paul");
            Button start = (Button) Fx.on(() -> window.root().lookupAll(".button").stream()
                    .filter(n -> n instanceof Button b && "Start".equals(b.getText()))
                    .findFirst()
                    .orElseThrow());
            assertTrue(start.isDisabled());
            VBox reasons = (VBox) find(window, "#action-reasons");
            List<String> texts = reasons.getChildren().stream().map(n -> ((Label) n).getText()).toList();
            assertTrue(texts.contains("Start: paul is running already."), texts.toString());
        }
    }

    @Test
    void anEnabledActionAsksTheEngineForAPlan() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        try (TestWindow window = small(engine)) {
            Fx.run(() -> window.window().frame().current().flatMap(ClusterSession::open).orElseThrow().nav()
                    .request(new org.handyrep.plan.Request.Service("john", org.handyrep.plugin.RunMode.RELOAD)));
            Awaitility.await().until(() -> !engine.planned.isEmpty());
            Fx.run(() -> List.copyOf(javafx.stage.Window.getWindows()).stream()
                    .filter(w -> w != window.window().stage())
                    .forEach(javafx.stage.Window::hide));
        }
    }

    @Test
    void aNewViewChangesVerdictAndNavigation() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        try (TestWindow window = small(engine)) {
            engine.publish(SampleClusters.primaryDead(Instant.now()));
            Awaitility.await()
                    .until(() -> Fx.on(() -> ((Label) window.root().lookup("#verdict-sentence")).getText())
                            .startsWith("john is down"));
            assertTrue(shows(window, "not streaming"));
        }
    }

    @Test
    void theVerdictStaysInSightAboveALongPlanAndItsEvidence() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        Plan few = SampleOperations.switchover("john", "paul");
        List<Step> many = Collections.nCopies(6, few.steps()).stream().flatMap(List::stream).toList();
        Plan plan = new Plan(few.function(), few.title(), few.reason(), few.checks(), many, few.impact());
        try (TestWindow window = small(engine)) {
            engine.publish(Optional.of(SampleOperations.running(plan, 3, Instant.now())));
            Awaitility.await().until(() -> find(window, "#operation-panel").isVisible());
            engine.publish(SampleClusters.primaryDead(Instant.now()));
            Awaitility.await().until(() -> Fx.on(() -> window.root().lookup("#evidence-panel")) != null);
            window.settle();
            double menu = Fx.on(() -> window.root().lookup("#menu-bar").localToScene(0, 0).getY());
            assertEquals(0, menu, "pushed out of the window");
            double pages = Fx.on(() -> window.root().lookup("#topology").getLayoutBounds().getHeight());
            assertTrue(pages > 100, "the topology has only " + pages);
        }
    }

    @Test
    void everyPageOpensByItsKey() {
        try (TestWindow window = small(new FakeEngine(SampleClusters.healthy(Instant.now())))) {
            for (Page page : Page.values()) {
                robot.push(KeyCode.CONTROL, KeyCode.valueOf("DIGIT" + (page.ordinal() + 1)));
                Awaitility.await()
                        .until(() -> Fx.on(() -> window.window().frame().current().orElseThrow().page()) == page);
            }
            robot.push(KeyCode.CONTROL, KeyCode.DIGIT2);
            Awaitility.await().until(() -> Fx.on(() -> window.root().lookup("#servers-search") instanceof Node search && search.isFocused()));
        }
    }

    @Test
    void lightAndDarkAreSwitchedAndRemembered() {
        try (TestWindow window = small(new FakeEngine(SampleClusters.healthy(Instant.now())))) {
            robot.push(KeyCode.CONTROL, KeyCode.D);
            Awaitility.await().until(() -> window.window().look() == Look.DARK);
            assertTrue(window.root().getStyleClass().contains("dark"));
            Awaitility.await()
                    .until(() -> Memory.read(window.memoryFile()).memory().look().equals(Optional.of(Look.DARK)));
        }
    }

    @Test
    void aRefusedConfigurationShowsEveryProblemAndOthersGoOn() {
        Map<String, ClusterOpener.Answer> clusters = Map.of(
                "a.conf", new ClusterOpener.Answer.Refused(List.of("a.conf:14: no", "a.conf:31: neither")),
                "b.conf", new ClusterOpener.Answer.Opened(new FakeEngine(SampleClusters.healthy(Instant.now()))));
        try (TestWindow window = new TestWindow(clusters, Optional.empty(), Look.LIGHT)) {
            window.settle();
            assertTrue(shows(window, "a.conf:14: no") && shows(window, "a.conf:31: neither"));
            Fx.run(() -> window.window().frame().open(window.window().frame().sessions().get(1)));
            assertTrue(shows(window, "john is primary and takes writes; 2 of 2 replicas are ready to take over."));
        }
    }

    @Test
    void theDemoMenuIsThereOnlyWithADemoAndBreaksThings() {
        try (TestWindow window = small(new FakeEngine(SampleClusters.healthy(Instant.now())))) {
            assertFalse(menus(window).stream().anyMatch(m -> m.getText().equals("_Demo")));
        }
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        FakeDemo demo = new FakeDemo();
        try (TestWindow window = new TestWindow(
                Map.of("demo.conf", new ClusterOpener.Answer.Opened(engine)), Optional.of(demo), Look.LIGHT)) {
            window.settle();
            Menu menu = menus(window).stream()
                    .filter(m -> m.getText().equals("_Demo"))
                    .findFirst()
                    .orElseThrow();
            Fx.run(() -> {
                menu.getOnShowing().handle(new javafx.event.Event(Menu.ON_SHOWING));
                MenuItem kill = menu.getItems().getFirst();
                assertEquals("Kill john (kill -9)", kill.getText());
                kill.getOnAction().handle(new javafx.event.ActionEvent());
            });
            Awaitility.await().until(() -> demo.caused.contains("kill9 john"));
            Awaitility.await().until(() -> shows(window, "412"));
        }
    }

    private static List<Menu> menus(TestWindow window) {
        return Fx.on(() -> List.copyOf(((MenuBar) window.root().lookup("#menu-bar")).getMenus()));
    }

    @Test
    void aHundredServersAreShownQuickly() {
        FakeEngine engine = new FakeEngine(SampleClusters.hundred(Instant.now()));
        try (TestWindow window = small(engine)) {
            AtomicLong quickest = new AtomicLong(Long.MAX_VALUE);
            for (int i = 0; i < 10; i++) {
                Fx.run(() -> {
                    long begin = System.nanoTime();
                    window.window().frame().current().orElseThrow().view(SampleClusters.hundred(Instant.now()));
                    window.window().frame().arrived(window.window().frame().current().orElseThrow());
                    window.root().applyCss();
                    window.root().layout();
                    quickest.accumulateAndGet(System.nanoTime() - begin, Math::min);
                });
            }
            assertTrue(quickest.get() < 500_000_000, "a warm update of 100 servers took " + quickest.get() / 1_000_000 + " ms");
        }
    }
}
