package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.handyrep.engine.ClusterView;
import org.handyrep.plan.Request;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleAutomation;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleOperations;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A cluster leaves the list: it asks before something is lost, its windows go with it, and nothing is cut off.
class RemovingTest {

    private final FakeEngine first = new FakeEngine(SampleClusters.healthy(Instant.now()));
    private final FakeEngine second = new FakeEngine(SampleAutomation.with(
            SampleClusters.healthy(Instant.now()), new ClusterView.Automation(ClusterView.Automation.State.ARMED, "Automatic failover is armed")));
    private final TestWindow window = new TestWindow(
            Map.of("a.conf", new ClusterOpener.Answer.Opened(first), "b.conf", new ClusterOpener.Answer.Opened(second)),
            Optional.empty(),
            Look.LIGHT);

    @AfterEach
    void close() {
        MenusTest.closeOthers(window);
        window.close();
    }

    private static void soon(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }

    private void remove() {
        Platform.runLater(MenusTest.item(window, "_File", "Remove")::fire);
    }

    private static void answer(boolean yes) {
        soon(() -> Fx.on(() -> question(yes).isPresent()));
        Fx.run(() -> question(yes).orElseThrow().fire());
    }

    private static Optional<Button> question(boolean yes) {
        return Window.getWindows().stream()
                .flatMap(w -> w.getScene().getRoot().lookupAll(".button").stream())
                .filter(n -> n instanceof Button b && b.getScene().lookup("#ask-act") != null && b.isCancelButton() != yes)
                .map(Button.class::cast)
                .findFirst();
    }

    private List<ClusterSession> sessions() {
        return Fx.on(() -> window.window().frame().sessions());
    }

    @Test
    void whereNothingIsLostItGoesAtOnceWithItsWindows() {
        SessionNavigator nav = Fx.on(() -> window.window().frame().current().flatMap(ClusterSession::open).orElseThrow().nav());
        Fx.run(() -> nav.request(new Request.Service("john", RunMode.RELOAD)));
        soon(() -> MenusTest.titles(window).size() == 1);
        remove();
        soon(() -> sessions().size() == 1 && first.asked.contains("close"));
        assertEquals(List.of(), MenusTest.titles(window));
        assertEquals("b.conf", Fx.on(() -> String.valueOf(window.window().frame().current().orElseThrow().conf().orElseThrow().getFileName())));
        assertEquals("", nav.operator().username(), "it speaks in nobody's name");
        assertFalse(second.asked.contains("close"));
    }

    @Test
    void aClusterThatIsGuardedGoesOnlyWhenSomebodyAgrees() {
        Fx.run(() -> window.window().frame().open(window.window().frame().sessions().get(1)));
        remove();
        answer(false);
        assertEquals(2, sessions().size());
        remove();
        answer(true);
        soon(() -> sessions().size() == 1 && second.asked.contains("close"));
    }

    @Test
    void theProgramWaitsForTheOperationOfAClusterThatWasRemoved() {
        CountDownLatch plan = new CountDownLatch(1);
        first.lastWork = () -> {
            try {
                plan.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        first.publish(Optional.of(SampleOperations.running(SampleOperations.switchover("john", "paul"), 1, Instant.now())));
        remove();
        answer(true);
        soon(() -> sessions().size() == 1);
        Platform.runLater(window.window()::quit);
        answer(true);
        soon(() -> second.asked.contains("close"));
        assertFalse(window.ended, "it is cut off");
        plan.countDown();
        soon(() -> window.ended);
        assertTrue(first.asked.contains("close"));
    }

    @Test
    void aWindowThatWasClosedIsForgotten() {
        SessionNavigator nav = Fx.on(() -> window.window().frame().current().flatMap(ClusterSession::open).orElseThrow().nav());
        int before = Fx.on(nav::waiting);
        Fx.run(() -> nav.request(new Request.Service("john", RunMode.RELOAD)));
        Fx.run(() -> nav.editServer(Optional.of("john"), Optional.empty()));
        Fx.run(window.window().frame()::openSplit);
        assertEquals(before + 3, Fx.on(nav::waiting));
        MenusTest.closeOthers(window);
        assertEquals(before, Fx.on(nav::waiting));
    }
}
