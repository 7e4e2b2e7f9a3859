package org.handyrep.ui.automation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.diagnosis.VantagePoint;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Formats;

/// "How do we know?": who sees whom and how old that is, and the evidence in words.
final class EvidencePanel {

    private final Label summary = new Label();
    private final Label evidence = new Label();
    private final VantageGrid grid = new VantageGrid(this::detail);
    private final Button copy = new Button("Copy as text");
    private final VBox node;
    private Optional<ClusterView> shown = Optional.empty();
    private Optional<VantageMatrix> matrix = Optional.empty();

    EvidencePanel() {
        Label title = new Label("How do we know?");
        title.getStyleClass().add("strong");
        title.setMinWidth(Region.USE_PREF_SIZE);
        summary.setId("vantage-summary");
        summary.setMinWidth(0);
        HBox.setHgrow(summary, Priority.ALWAYS);
        summary.setMaxWidth(Double.MAX_VALUE);
        copy.setId("vantage-copy");
        copy.getStyleClass().add("small");
        copy.setMnemonicParsing(false);
        copy.setMinWidth(Region.USE_PREF_SIZE);
        copy.setOnAction(e -> Copying.toClipboard(asText()));
        HBox head = new HBox(12, title, summary, copy);
        head.setAlignment(Pos.CENTER_LEFT);
        evidence.setId("vantage-detail");
        evidence.getStyleClass().addAll("muted", "small");
        evidence.setWrapText(true);
        evidence.setMinHeight(Region.USE_PREF_SIZE);
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.AS_NEEDED);
        scroll.sceneProperty().addListener((o, was, scene) -> {
            if (scene != null) {
                scroll.maxHeightProperty().bind(scene.heightProperty().multiply(0.27));
            }
        });
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("plain-scroll");
        node = new VBox(8, head, scroll, evidence);
        node.setId("evidence-panel");
    }

    Node node() {
        return node;
    }

    void show(ClusterView view, Instant now) {
        shown = Optional.of(view);
        VantageMatrix next = VantageMatrix.of(view);
        matrix = Optional.of(next);
        detail(Optional.empty());
        grid.setVisible(!next.isEmpty());
        grid.setManaged(!next.isEmpty());
        grid.show(next, since(view, now));
        tick(now);
    }

    void tick(Instant now) {
        shown.ifPresent(view -> matrix.ifPresent(m -> {
            grid.tick(since(view, now));
            summary.setText(m.summary(since(view, now)) + (m.left() == 0 ? "" : " " + Formats.count(m.left(), "more server") + " not shown."));
        }));
    }

    /// What a cell says was as old as it says when the picture was taken.
    private static Duration since(ClusterView view, Instant now) {
        Duration since = Duration.between(view.snapshot().takenAt(), now);
        return since.isNegative() ? Duration.ZERO : since;
    }

    private void detail(Optional<VantagePoint> cell) {
        evidence.setText(cell.map(p -> (p.from().isEmpty() ? "This console" : p.from()) + " → " + p.to() + ": " + p.words())
                .or(() -> shown.map(v -> v.diagnosis().verdict().evidenceText()))
                .orElse(""));
    }

    void focus() {
        grid.focusFirst();
    }

    private String asText() {
        return shown.map(v -> v.diagnosis().verdict().sentence() + "\n" + v.diagnosis().verdict().evidenceText() + "\n\n")
                        .orElse("")
                + matrix.map(m -> m.summary(Duration.ZERO) + "\n\n" + m.asText()).orElse("");
    }
}
