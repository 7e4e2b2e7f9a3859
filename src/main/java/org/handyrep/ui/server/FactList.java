package org.handyrep.ui.server;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.handyrep.ui.common.Copying;

/// Facts under each other: name left, value right. Rows are kept and only told what changed; each can be copied.
final class FactList extends VBox {

    private final List<Row> rows = new ArrayList<>();

    void show(List<ServerFacts.Fact> facts) {
        while (rows.size() < facts.size()) {
            rows.add(new Row());
        }
        if (getChildren().size() != facts.size()) {
            getChildren().setAll(rows.subList(0, facts.size()));
        }
        for (int i = 0; i < facts.size(); i++) {
            rows.get(i).show(facts.get(i));
        }
    }

    private static final class Row extends HBox {
        private final Label name = new Label();
        private final Label value = new Label();
        private final Tooltip full = new Tooltip();

        Row() {
            super(12);
            setAlignment(Pos.CENTER_LEFT);
            getStyleClass().add("fact-row");
            name.getStyleClass().add("fact-name");
            name.setMinWidth(USE_PREF_SIZE);
            value.setWrapText(true);
            value.setTextAlignment(javafx.scene.text.TextAlignment.RIGHT);
            value.setAlignment(Pos.CENTER_RIGHT);
            value.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(value, Priority.ALWAYS);
            value.setTooltip(full);
            getChildren().addAll(name, value);
            Copying.onMenu(this, "Copy value", value::getText);
        }

        void show(ServerFacts.Fact fact) {
            name.setText(fact.name());
            if (!fact.value().equals(value.getText())) {
                value.setText(fact.value());
                full.setText(fact.value());
            }
            if (fact.mono() != value.getStyleClass().contains("mono")) {
                if (fact.mono()) {
                    value.getStyleClass().add("mono");
                } else {
                    value.getStyleClass().remove("mono");
                }
            }
        }
    }
}
