package org.handyrep.ui.main;

import java.time.Duration;
import java.util.Locale;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.handyrep.demo.DemoControls;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.topology.TileValue;
import org.handyrep.ui.topology.TopologyPage;

/// The writing client of the demo cluster: what it measured, several times a second, while it is on screen.
final class DemoTile extends VBox {

    private final DemoControls controls;
    private final TileValue rate = new TileValue("writes per second");
    private final TileValue gap = new TileValue("current gap");
    private final TileValue lost = new TileValue("lost rows");

    private volatile boolean onScreen;

    private DemoTile(DemoControls controls) {
        super(6);
        this.controls = controls;
        setId("demo-client");
        getStyleClass().addAll("card", "tile");
        Label title = new Label("Demo client");
        title.getStyleClass().add("strong");
        Label what = new Label("one insert after the other, measured");
        what.getStyleClass().addAll("muted", "small");
        HBox head = new HBox(8, title, what);
        head.setAlignment(javafx.geometry.Pos.BASELINE_LEFT);
        HBox values = new HBox(32, rate, gap, lost);
        getChildren().addAll(head, values);
        sceneProperty().addListener((o, was, scene) -> {
            boolean follows = onScreen;
            onScreen = scene != null;
            if (onScreen && !follows) {
                follow();
            }
        });
    }

    static void addTo(PageView page, ClusterSession session) {
        if (page instanceof TopologyPage topology) {
            session.controls().ifPresent(c -> topology.addTile(new DemoTile(c)));
        }
    }

    /// One thread of its own asks, because the demo may answer slowly while something is broken.
    private void follow() {
        Thread.ofVirtual().name("demo client tile").start(() -> {
            while (onScreen) {
                DemoControls.WriterView view = controls.writer();
                Platform.runLater(() -> show(view));
                try {
                    Thread.sleep(Duration.ofMillis(250));
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    void show(DemoControls.WriterView w) {
        boolean stuck = w.currentGap().toMillis() > 1000;
        rate.show(
                String.format(Locale.ROOT, "%.0f", w.writesPerSecond()),
                w.connectedTo().isEmpty() ? "to nobody" : "to " + w.connectedTo(),
                w.writesPerSecond() > 0 ? Mark.UNKNOWN : Mark.WARNING);
        gap.show(Formats.duration(w.currentGap()), "longest " + Formats.duration(w.longestGap()), stuck ? Mark.DOWN : Mark.UNKNOWN);
        lost.show(
                String.valueOf(w.lost()), "of " + w.acknowledged() + " acknowledged", w.lost() > 0 ? Mark.DOWN : Mark.OK);
    }
}
