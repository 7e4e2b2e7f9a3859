package org.handyrep.ui.plan;

import java.time.Instant;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Check.Level;

/// The page with the same rows while they run, and the output of the command that runs.
final class ProgressPage {

    private final VBox content = new VBox(12);
    private final VBox trouble = new VBox();
    private final Label line = new Label();
    private final ProgressBox far = new ProgressBox();
    private final PlanRows rows = new PlanRows(false);
    private final TextArea output = new TextArea();
    private final Timeline clock = new Timeline(new KeyFrame(Duration.millis(200), e -> tick()));
    private java.util.Optional<Operation> shown = java.util.Optional.empty();

    ProgressPage() {
        line.setId("progress-line");
        line.getStyleClass().add("muted");
        output.setId("output");
        output.setEditable(false);
        output.setPrefRowCount(5);
        output.setMinHeight(64);
        output.getStyleClass().addAll("mono", "output");
        output.setAccessibleText("Output of the command that runs");
        Label heading = new Label("output");
        heading.getStyleClass().add("section");
        VBox.setVgrow(rows.node(), Priority.ALWAYS);
        content.setPadding(new javafx.geometry.Insets(16, 24, 16, 24));
        content.getChildren().addAll(trouble, line, far.node(), rows.node(), heading, output);
        clock.setCycleCount(Animation.INDEFINITE);
        content.sceneProperty().addListener((o, was, is) -> {
            if (is == null) {
                clock.stop();
            } else {
                clock.play();
            }
        });
    }

    Node node() {
        return content;
    }

    void show(PlanFlow flow) {
        trouble.getChildren().clear();
        if (!flow.trouble().isEmpty()) {
            trouble.getChildren().add(Pages.note(Level.WARNING, "Not done.", flow.trouble()));
        }
        shown = flow.operation();
        far.show(shown);
        shown.ifPresentOrElse(
                o -> {
                    rows.show(PlanRow.of(o));
                    output(String.join("\n", o.output()));
                },
                () -> flow.plan().ifPresent(p -> rows.show(PlanRow.of(p))));
        tick();
    }

    private void output(String text) {
        if (!text.equals(output.getText())) {
            output.setText(text);
            output.end();
        }
    }

    private void tick() {
        far.tick(Instant.now());
        line.setText(shown.map(o -> OperationTexts.line(o, Instant.now())).orElse("beginning"));
    }
}
