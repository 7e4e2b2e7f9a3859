package org.handyrep.ui.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.handyrep.plan.Request;
import org.handyrep.plugin.RunMode;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleClusters;
import org.handyrep.ui.common.Look;
import org.junit.jupiter.api.Test;

/// What the menu bar does, and to which cluster.
class MenusTest {

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
}
