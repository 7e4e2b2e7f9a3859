package org.handyrep.ui.topology;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.handyrep.engine.IfLost;
import org.handyrep.ui.common.Copying;

/// The tile "If john died now", with all reasons behind a button.
final class IfLostTile extends VBox {

    private static final double GAP = 32;

    private final Label title = new Label();
    private final TileValue who = new TileValue("would become primary");
    private final TileValue atRisk = new TileValue("at risk");
    private final TileValue backAfter = new TileValue("writes back after");
    private final TileValue byItself = new TileValue("would act by itself");
    private final FlowPane values = new FlowPane(GAP, 8, who, atRisk, backAfter, byItself);
    private final ToggleButton more = new ToggleButton();
    private final VBox reasons = new VBox(4);
    private final ScrollPane scroll = new ScrollPane(reasons);
    private Optional<IfLostTexts> shown = Optional.empty();
    private double available = 800;

    IfLostTile() {
        super(6);
        getStyleClass().addAll("card", "tile");
        setMaxHeight(USE_PREF_SIZE);
        title.getStyleClass().add("strong");
        title.setMinWidth(USE_PREF_SIZE);
        Label how = new Label("computed from the last poll");
        how.getStyleClass().addAll("muted", "small");
        HBox head = new HBox(8, title, how);
        head.setAlignment(Pos.BASELINE_LEFT);
        more.setId("if-lost-more");
        more.getStyleClass().setAll("link-button");
        more.setMnemonicParsing(false);
        more.setOnAction(e -> refresh());
        scroll.setFitToWidth(true);
        scroll.setPrefViewportWidth(160);
        scroll.sceneProperty().addListener((o, was, scene) -> {
            if (scene != null) {
                scroll.maxHeightProperty().bind(scene.heightProperty().multiply(0.14));
            }
        });
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        getChildren().addAll(head, values, more, scroll);
        setId("if-lost");
        Copying.onMenu(this, "Copy as text", () -> shown.map(IfLostTexts::asText).orElse(""));
        show(Optional.empty());
    }

    void show(Optional<IfLost> lost) {
        Optional<IfLostTexts> next = lost.map(IfLostTexts::of);
        setVisible(next.isPresent());
        setManaged(next.isPresent());
        if (!next.equals(shown)) {
            shown = next;
            refresh();
        }
    }

    /// Where the four values do not fit beside each other they go below.
    void available(double width) {
        available = width;
        wrap();
    }

    private void refresh() {
        shown.ifPresent(n -> {
            title.setText(n.title());
            show(who, n.who());
            show(atRisk, n.atRisk());
            show(backAfter, n.backAfter());
            show(byItself, n.byItself());
            more.setText((more.isSelected() ? "▾ " : "▸ ") + n.more());
            visible(more, !n.more().isEmpty());
            visible(scroll, more.isSelected() && !n.more().isEmpty());
            reasons.getChildren().clear();
            list("Against acting by itself", n.blocks());
            list("Would not be taken", n.losers());
            wrap();
        });
    }

    private static void show(TileValue tile, IfLostTexts.Value value) {
        tile.show(value.text(), value.why(), value.mark());
    }

    private void list(String heading, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        Label head = new Label(heading);
        head.getStyleClass().addAll("muted", "small");
        reasons.getChildren().add(head);
        for (String line : lines) {
            Label label = new Label("• " + line);
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
            reasons.getChildren().add(label);
        }
    }

    private void wrap() {
        double row = 1;
        for (var value : values.getChildren()) {
            value.applyCss();
            row += value.prefWidth(-1) + GAP;
        }
        values.setPrefWrapLength(Math.max(160, Math.min(row, available - 34)));
    }

    private static void visible(javafx.scene.Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
