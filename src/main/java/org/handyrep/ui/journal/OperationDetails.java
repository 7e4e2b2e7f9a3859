package org.handyrep.ui.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Operation;
import org.handyrep.ui.plan.OperationTexts;
import org.handyrep.ui.plan.PlanRow;
import org.handyrep.ui.plan.PlanRows;

/// One operation of the journal with its steps, commands and evidence.
final class OperationDetails {

    private final Label title = new Label();
    private final Label line = new Label();
    private final Label said = new Label();
    private final PlanRows rows = new PlanRows(false);
    private final VBox box = new VBox(8, title, line, said, rows.node());

    OperationDetails() {
        box.setId("operation-details");
        box.setPadding(new Insets(12, 8, 0, 8));
        title.getStyleClass().add("heading");
        line.getStyleClass().add("muted");
        said.setId("operation-said");
        said.setWrapText(true);
        said.setMinHeight(Region.USE_PREF_SIZE);
        VBox.setVgrow(rows.node(), Priority.ALWAYS);
    }

    Node node() {
        return box;
    }

    void show(Optional<Operation> operation, Instant now) {
        title.setText(operation.map(Operation::title).orElse("No operation is selected"));
        line.setText(operation.map(o -> OperationTexts.line(o, now)).orElse(""));
        said.setText(operation.map(OperationDetails::text).orElse(""));
        rows.show(operation.map(PlanRow::of).orElse(List.of()));
    }

    private static String text(Operation o) {
        List<String> lines = new ArrayList<>();
        lines.add(o.summary());
        if (!OperationTexts.choices(o).isEmpty()) {
            lines.add(OperationTexts.choices(o));
        }
        o.afterwards().forEach(a -> lines.add("Left to do: " + a));
        return String.join("\n", lines);
    }
}
