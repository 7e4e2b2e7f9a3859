package org.handyrep.ui.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Operation.StepState;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;

/// The nodes of one step in a list of steps.
final class PlanRowNodes {

    private static final PseudoClass AHEAD = PseudoClass.getPseudoClass("ahead");

    private final boolean compact;
    private final StackPane icon = new StackPane();
    private final Label number = new Label();
    private final Label title = new Label();
    private final Label evidence = new Label();
    private final VBox commands = new VBox(2);
    private final Label elapsed = new Label();
    private final Tooltip tooltip = new Tooltip();
    private Optional<StepState> state = Optional.empty();
    private boolean measured;
    private long runningSince;

    PlanRowNodes(PlanRow row, boolean compact) {
        this.compact = compact;
        number.getStyleClass().addAll("step-number", "muted");
        title.getStyleClass().add("step-title");
        elapsed.getStyleClass().addAll("mono", "muted");
        elapsed.setMinWidth(Region.USE_PREF_SIZE);
        evidence.getStyleClass().add("step-evidence");
        evidence.setWrapText(true);
        title.setWrapText(!compact);
        for (String line : compact ? row.lines().stream().limit(1).toList() : row.lines()) {
            Label command = new Label(compact && row.lines().size() > 1 ? line + " …" : line);
            command.getStyleClass().addAll("mono", "step-command");
            command.setWrapText(!compact);
            commands.getChildren().add(command);
        }
        commands.getChildren().add(evidence);
        for (Node n : nodes()) {
            GridPane.setValignment(n, compact ? VPos.CENTER : VPos.TOP);
            if (n != commands) {
                GridPane.setFillHeight(n, false);
            }
        }
        if (compact) {
            Tooltip.install(title, tooltip);
            Tooltip.install(commands, tooltip);
        }
    }

    Node[] nodes() {
        return new Node[] {icon, number, title, commands, elapsed};
    }

    void show(PlanRow row) {
        number.setText(Integer.toString(row.number()));
        title.setText(row.title());
        title.setAccessibleText(row.number() + " " + row.title() + ", " + row.stateWord());
        boolean failed = row.state() == StepState.FAILED;
        boolean says = !row.evidence().isEmpty() && (!compact || failed);
        evidence.setText(says ? row.evidence() : "");
        evidence.setVisible(says);
        evidence.setManaged(says);
        if (!state.equals(Optional.of(row.state()))) {
            icon.getChildren().setAll(new StatusIcon(Mark.of(row.state())));
            runningSince = System.nanoTime();
            state = Optional.of(row.state());
        }
        for (Node n : List.of(title, commands, number)) {
            n.pseudoClassStateChanged(AHEAD, row.isAhead() && compact);
        }
        measured = row.elapsed().isPresent();
        elapsed.setText(row.elapsed().map(Formats::duration).orElse(""));
        tooltip.setText(String.join("\n", row.lines()) + row.undo().map(u -> "\nUndo: " + u).orElse("")
                + (row.evidence().isEmpty() ? "" : "\n→ " + row.evidence()));
    }

    /// Counts the seconds of a running step that the engine has not measured yet.
    void tick() {
        if (!measured && state.equals(Optional.of(StepState.RUNNING))) {
            elapsed.setText(Formats.duration(Duration.ofNanos(System.nanoTime() - runningSince)));
        }
    }

    double middle() {
        return title.getBoundsInParent().getCenterY();
    }
}
