package org.handyrep.ui.topology;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.handyrep.ui.common.Mark;

/// One value of a tile: what it is, the value, why.
public final class TileValue extends VBox {

    private static final double WIDEST = 230;

    private final Label value = new Label();
    private final Label why = new Label();
    private final Tooltip whole = new Tooltip();

    public TileValue(String name) {
        Label top = new Label(name);
        top.getStyleClass().addAll("muted", "small");
        value.getStyleClass().add("tile-value");
        why.getStyleClass().addAll("muted", "small");
        why.setMaxWidth(WIDEST);
        why.setWrapText(true);
        why.setMinHeight(USE_PREF_SIZE);
        whole.setWrapText(true);
        whole.setMaxWidth(480);
        setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(top, value, why);
    }

    /// @param mark colours the value where it is good or bad news; UNKNOWN leaves it plain
    public void show(String newValue, String newWhy, Mark mark) {
        value.setText(newValue);
        why.setText(newWhy);
        whole.setText(newWhy);
        why.setTooltip(newWhy.isEmpty() ? null : whole);
        value.getStyleClass().removeIf(c -> c.equals("status-word") || c.startsWith("tone-"));
        if (mark != Mark.UNKNOWN) {
            value.getStyleClass().addAll(List.of("status-word", mark.toneClass()));
        }
    }
}
