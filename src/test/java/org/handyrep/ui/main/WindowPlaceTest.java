package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.controls.Notification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.handyrep.plan.Request;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.Test;

/// The window is where it was left, and never beyond the screen.
class WindowPlaceTest {

    private static final Path ORDERS = Path.of("/etc/handyrep/a.conf").toAbsolutePath();
    private static final Path BILLING = Path.of("/etc/handyrep/b.conf").toAbsolutePath();

    private static FakeEngine engine() {
        return new FakeEngine(SampleClusters.healthy(Instant.now()));
    }

    private static TestWindow window(Memory memory, Optional<String> trouble) {
        return new TestWindow(
                Map.of("a.conf", new ClusterOpener.Answer.Opened(engine()), "b.conf", new ClusterOpener.Answer.Opened(engine())),
                Optional.empty(),
                new Memory.Found(memory, trouble));
    }

    private static Rectangle2D place(Stage stage) {
        return Fx.on(() -> new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()));
    }

    @Test
    void itOpensWhereItWasWithTheClusterThatWasShown() {
        Rectangle2D before = new Rectangle2D(20, 50, 970, 640);
        Memory memory = new Memory(List.of(ORDERS, BILLING), Optional.of(BILLING), Optional.of(Look.LIGHT), Optional.of(before), false, true);
        try (TestWindow window = window(memory, Optional.empty())) {
            assertEquals(before, place(window.window().stage()));
            assertEquals(Optional.of(BILLING), Fx.on(() -> window.window().frame().current().flatMap(ClusterSession::conf)));
            Fx.run(() -> {
                window.window().frame().open(window.window().frame().sessions().getFirst());
                window.window().stage().setWidth(980);
            });
            Rectangle2D after = new Rectangle2D(20, 50, 980, 640);
            Awaitility.await().until(() -> Memory.read(window.memoryFile()).memory().equals(
                    new Memory(List.of(ORDERS, BILLING), Optional.of(ORDERS), Optional.of(Look.LIGHT), Optional.of(after), false, true)));
        }
    }

    @Test
    void noWindowIsLargerThanTheScreen() {
        Memory memory = new Memory(
                List.of(ORDERS), Optional.empty(), Optional.of(Look.LIGHT), Optional.of(new Rectangle2D(-300, 9000, 9000, 9000)), false, true);
        try (TestWindow window = window(memory, Optional.empty())) {
            Rectangle2D screen = Fx.on(() -> Screen.getPrimary().getVisualBounds());
            assertTrue(screen.contains(place(window.window().stage())), () -> "" + place(window.window().stage()));
            Fx.run(() -> window.window().frame().current().flatMap(ClusterSession::open).orElseThrow().nav()
                    .request(new Request.Service("john", RunMode.RELOAD)));
            Stage beside = Fx.on(() -> javafx.stage.Window.getWindows().stream()
                    .filter(w -> w instanceof Stage s && s.getOwner() != null)
                    .map(Stage.class::cast)
                    .findFirst()
                    .orElseThrow());
            assertTrue(screen.contains(place(beside)), () -> "" + place(beside));
            MenusTest.closeOthers(window);
        }
    }

    @Test
    void whatCouldNotBeReadIsSaid() {
        try (TestWindow window = window(new Memory(List.of(ORDERS), Optional.of(Look.LIGHT)), Optional.of("it is kept as console.json.broken"))) {
            assertEquals(List.of("it is kept as console.json.broken"), Fx.on(() -> window.window().frame().notices().getChildren().stream()
                    .map(n -> ((Notification) n).getMessage())
                    .toList()));
        }
    }
}
