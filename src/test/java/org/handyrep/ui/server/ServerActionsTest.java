package org.handyrep.ui.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Observation;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// Enabling, disabling and removing servers by hand.
class ServerActionsTest {

    private final FxRobot robot = new FxRobot();

    private static ClusterView paulDisabled() {
        ClusterView v = SampleClusters.healthy(Instant.now());
        List<Observation> servers = v.snapshot().servers().stream()
                .map(o -> o.name().equals("paul") ? disabled(o) : o)
                .toList();
        return new ClusterView(
                v.snapshot().withServers(servers), v.diagnosis(), v.automation(), v.inCharge(), v.lastFullPoll(), v.pollIntervalSeconds(),
                v.operation(), v.confWarnings());
    }

    private static Observation disabled(Observation o) {
        return new Observation(
                o.server().withEnabled(false), o.state(), o.host(), o.seenAt(), o.aliveAt(), o.polled(), o.lag(), o.sightings(), o.proxy(), o.hostAt(), o.replayRate());
    }

    private TestWindow open(FakeEngine engine, String selected) {
        TestWindow window = TestWindow.over(engine, Look.LIGHT);
        Fx.run(() -> {
            window.window().stage().setX(0);
            window.window().stage().setY(0);
            window.window().stage().setWidth(1000);
            window.window().stage().setHeight(900);
        });
        window.settle();
        robot.clickOn(Fx.on(() -> window.root().lookup("#card-" + selected)));
        Awaitility.await().until(() -> Fx.on(() -> ((Label) window.root().lookup(".panel-name")).getText()).equals(selected));
        return window;
    }

    private static Optional<Node> dialog(String id) {
        return Fx.on(() -> Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getOwner() != null)
                .flatMap(w -> Optional.ofNullable(w.getScene().lookup(id)).stream())
                .findFirst());
    }

    private static void asks(FakeEngine engine, String function, Map<String, String> arguments) {
        Awaitility.await().until(() -> engine.asked.contains(function + " " + new TreeMap<>(arguments)));
    }

    @Test
    void thePrimaryIsDisabledOnlyByItsName() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        try (TestWindow window = open(engine, "john")) {
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
            Awaitility.await().until(() -> dialog("#ask-typed").isPresent());
            assertTrue(dialog("#ask-act").orElseThrow().isDisabled());
            robot.clickOn(dialog("#ask-typed").orElseThrow()).write("john");
            robot.clickOn(dialog("#ask-act").orElseThrow());
            asks(engine, "disable", Map.of("servername", "john", "confirm", "john"));
        }
    }

    @Test
    void aReplicaIsDisabledByItsButtonAfterAQuestion() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        try (TestWindow window = open(engine, "paul")) {
            robot.clickOn(Fx.on(() -> window.root().lookupAll(".button").stream()
                    .filter(n -> n instanceof Button b && b.getText().equals("Disable…"))
                    .findFirst()
                    .orElseThrow()));
            Awaitility.await().until(() -> dialog("#ask-act").isPresent());
            assertTrue(dialog("#ask-typed").isEmpty());
            assertFalse(engine.asked.stream().anyMatch(a -> a.startsWith("disable")), "nobody agreed yet");
            robot.clickOn(dialog("#ask-act").orElseThrow());
            asks(engine, "disable", Map.of("servername", "paul"));
        }
    }

    @Test
    void aDisabledOneIsEnabledAtOnceOrRemoved() {
        FakeEngine engine = new FakeEngine(paulDisabled());
        try (TestWindow window = open(engine, "paul")) {
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.E);
            asks(engine, "enable", Map.of("servername", "paul"));
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.DELETE);
            Awaitility.await().until(() -> dialog("#ask-act").isPresent());
            robot.type(KeyCode.ESCAPE);
            Awaitility.await().until(() -> dialog("#ask-act").isEmpty());
            assertTrue(engine.asked.stream().noneMatch(a -> a.startsWith("remove")), engine.asked::toString);
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.DELETE);
            Awaitility.await().until(() -> dialog("#ask-act").isPresent());
            robot.clickOn(dialog("#ask-act").orElseThrow());
            asks(engine, "remove", Map.of("servername", "paul"));
        }
    }

    @Test
    void thePluginsAreTestedAndReloadedByTheirKeys() {
        FakeEngine engine = new FakeEngine(SampleClusters.healthy(Instant.now()));
        try (TestWindow window = open(engine, "john")) {
            robot.push(KeyCode.CONTROL, KeyCode.R);
            Awaitility.await().until(() -> engine.asked.contains("reloadPlugins"));
            Awaitility.await().until(() -> Fx.on(() -> window.root().lookup("#plugins") != null));
        }
    }
}
