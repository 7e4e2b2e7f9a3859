package org.handyrep.ui.automation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.scene.control.ToggleButton;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.SampleAutomation;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.SampleSplit;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.main.Fx;
import org.handyrep.ui.main.TestWindow;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pictures of what automation shows, to be looked at, in two sizes.
@EnabledIfSystemProperty(named = "handyrep.screens", matches = "true")
class AutomationPicturesTest {

    private record Size(Look look, int width, int height) {}

    private static void over(ClusterView view, Size size, String name, Consumer<TestWindow> prepare) throws Exception {
        String file = "automation-%s-%d-%s".formatted(name, size.width, size.look.name().toLowerCase(Locale.ROOT));
        try (TestWindow window = TestWindow.over(new FakeEngine(view), size.look)) {
            Fx.run(() -> {
                window.window().stage().setWidth(size.width);
                window.window().stage().setHeight(size.height);
            });
            window.settle();
            prepare.accept(window);
            window.picture(file);
        }
        assertTrue(Files.size(Path.of("target", "screens", file + ".png")) > 20_000);
    }

    private static Consumer<TestWindow> fire(String id) {
        return w -> Fx.run(() -> ((javafx.scene.control.ButtonBase) w.root().lookup(id)).fire());
    }

    @ParameterizedTest
    @CsvSource({"LIGHT,1440,920", "DARK,1440,920", "LIGHT,1000,700", "DARK,1000,700"})
    void pictures(Look look, int width, int height) throws Exception {
        Size size = new Size(look, width, height);
        Instant now = Instant.now();
        over(SampleAutomation.armed(SampleClusters.healthy(now)), size, "healthy", w -> {});
        over(SampleAutomation.armed(SampleClusters.lagging(now)), size, "know", fire("#know"));
        over(SampleAutomation.blocked(SampleClusters.lagging(now)), size, "blocked", fire("#automation").andThen(w -> Fx.run(
                () -> ((ToggleButton) w.root().lookup("#if-lost-more")).fire())));
        over(SampleAutomation.paused(SampleClusters.healthy(now), now), size, "paused", fire("#automation"));
        over(SampleAutomation.acting(SampleClusters.primaryDead(now)), size, "dead", w -> {});
        over(SampleAutomation.elsewhere(SampleClusters.primaryDead(now), now.minusSeconds(4)), size, "elsewhere", w -> {});
        over(SampleAutomation.armed(SampleClusters.hundred(now)), size, "hundred", fire("#know"));
        over(SampleSplit.view(now), size, "split", w -> {});
    }
}
