package org.handyrep.ui.split;

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
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.handyrep.engine.Divergence;
import org.handyrep.engine.Engine.SignIn;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleSplit;
import org.handyrep.testing.Screens;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;

/// From the verdict to the plan that ends a split brain, by keyboard.
class SplitWindowTest {

    private final FxRobot robot = new FxRobot();
    private final Instant now = Instant.now();

    private static void soon(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }

    private static Optional<Node> find(String id) {
        return Fx.on(() -> Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getOwner() != null)
                .flatMap(w -> Optional.ofNullable(w.getScene().lookup(id)).stream())
                .findFirst());
    }

    private static void closeOthers() {
        Fx.run(() -> List.copyOf(Window.getWindows()).stream()
                .filter(w -> w instanceof Stage s && s.getOwner() != null)
                .forEach(Window::hide));
    }

    private static void picture(String id, String name) {
        find(id).ifPresent(n -> Fx.run(() -> Screens.take(n.getScene(), name)));
    }

    @Test
    void factsThenTheTruthThenThePlanForTheOther() {
        FakeEngine engine = new FakeEngine(SampleSplit.view(now));
        engine.divergence = SampleSplit.divergence(now);
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            assertTrue(Fx.on(() -> window.root().lookup("#split") instanceof Button b && b.isVisible()), "the verdict leads to it");
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
            soon(() -> find("#split-fork").isPresent());
            assertTrue(Fx.on(() -> ((Label) find2("#split-fork")).getText()).contains("16/B3740028"));
            assertTrue(find("#branch-john").isPresent() && find("#branch-paul").isPresent());
            picture("#split-fork", "split-facts");
            Fx.run(() -> ((Button) find2("#split-copy")).fire());
            String text = Fx.on(() -> Clipboard.getSystemClipboard().getString());
            engine.divergence.advice().forEach(a -> assertTrue(text.contains(a), a));
            assertTrue(text.contains("commits of its own: 17"), text);
            soon(() -> find("#split-next").map(Node::isFocused).orElse(false));
            engine.publish(SampleClusters.primaryDead(now));
            Fx.run(() -> ((Button) find2("#split-again")).fire());
            soon(() -> find("#split-next").map(Node::isFocused).orElse(false));
            String sentence = engine.view().diagnosis().verdict().sentence();
            assertEquals(sentence, Fx.on(() -> ((Label) find2("#split-verdict")).getText()));
            Fx.run(() -> ((Button) find2("#split-copy")).fire());
            assertTrue(Fx.on(() -> Clipboard.getSystemClipboard().getString()).contains(sentence), "what is copied is as new as what was read");
            robot.type(KeyCode.ENTER);
            soon(() -> find("#truth-paul").map(Node::isFocused).orElse(false));
            assertTrue(find("#isolate-john").isEmpty(), "nothing is chosen beforehand");
            robot.type(KeyCode.SPACE);
            soon(() -> find("#isolate-john").isPresent());
            picture("#isolate-john", "split-truth");
            assertTrue(engine.planned.isEmpty(), "nothing happens by itself");
            Fx.run(() -> ((Button) find2("#isolate-john")).fire());
            soon(() -> engine.planned.equals(List.of(new Request.Isolate("john"))));
            assertTrue(engine.begun.isEmpty());
            closeOthers();
        }
    }

    private static Node find2(String id) {
        return Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getOwner() != null)
                .flatMap(w -> Optional.ofNullable(w.getScene().lookup(id)).stream())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoMayNotIsolateIsToldAtTheButton() {
        FakeEngine engine = new FakeEngine(SampleSplit.view(now));
        engine.divergence = SampleSplit.divergence(now);
        engine.signer = who -> new SignIn(Outcome.success("").with("limit", "may only look:"), java.util.Set.of("get_status"), false);
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
            soon(() -> find("#split-next").map(n -> !n.isDisabled() && n.isFocused()).orElse(false));
            robot.type(KeyCode.ENTER);
            soon(() -> find("#truth-paul").map(Node::isFocused).orElse(false));
            robot.type(KeyCode.SPACE);
            soon(() -> find("#isolate-john").map(Node::isDisabled).orElse(false));
            closeOthers();
        }
    }

    @Test
    void whatCannotBeFoundOutIsSaidAndNothingCanBeChosen() {
        FakeEngine engine = new FakeEngine(SampleSplit.view(now));
        try (TestWindow window = TestWindow.over(engine, Look.LIGHT)) {
            window.settle();
            robot.push(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.B);
            soon(() -> find("#split-fork").isPresent());
            assertTrue(find("#split-next").orElseThrow().isDisabled());
            closeOthers();
        }
    }

    @Test
    void consequencesNameWhatWouldBeLost() {
        Divergence d = SampleSplit.divergence(now);
        Divergence.Branch john = d.branches().getLast();
        List<String> said = SplitTexts.consequences(d, "paul", john);
        assertTrue(said.stream().anyMatch(s -> s.startsWith("17 commits (20 kB of WAL) will be on no server")), said.toString());
        assertTrue(said.contains("3 clients on john will be cut off."), said.toString());
        List<String> otherWay = SplitTexts.consequences(d, "john", d.branches().getFirst());
        assertEquals("Mind: the proxies lead to paul today, not to john.", otherWay.getLast());
        assertFalse(said.getLast().startsWith("Mind"));
    }

    @Test
    void aHealthyClusterOffersNoSuchThing() {
        try (TestWindow window = TestWindow.over(new FakeEngine(SampleClusters.healthy(now)), Look.LIGHT)) {
            window.settle();
            assertTrue(Fx.on(() -> window.root().lookup("#split") == null));
        }
    }
}
