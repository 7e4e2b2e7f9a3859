package org.handyrep.ui.plan;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.util.Duration;
import org.handyrep.engine.Operation.StepState;

/// The list of a plan's steps: preview, progress and operation panel show this one list.
///
/// Rows are updated in place, so nothing jumps or flickers while a plan runs.
public final class PlanRows {

    /// About seven steps: the verdict on top of the window has to stay in sight above a long plan.
    static final double MOST_COMPACT = 168;

    private final boolean compact;
    private final GridPane grid = new GridPane();
    private final ScrollPane scroll = new ScrollPane(grid);
    private final List<PlanRowNodes> views = new ArrayList<>();
    private final Timeline clock = new Timeline(new KeyFrame(Duration.millis(100), e -> tick()));
    private List<PlanRow> shown = List.of();

    /// @param compact one line for each step, the rest in its tooltip
    public PlanRows(boolean compact) {
        this.compact = compact;
        grid.getStyleClass().add(compact ? "plan-rows-compact" : "plan-rows");
        grid.setHgap(8);
        grid.setVgap(compact ? 2 : 8);
        grid.getColumnConstraints()
                .addAll(fixed(18, HPos.CENTER), fixed(24, HPos.LEFT), share(40), share(60), fixed(72, HPos.RIGHT));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        if (compact) {
            scroll.setMaxHeight(MOST_COMPACT);
        }
        grid.setPadding(new Insets(0, 12, 0, 0));
        clock.setCycleCount(Animation.INDEFINITE);
        grid.sceneProperty().addListener((o, was, is) -> runClock());
    }

    /// The list with its own scroll bar.
    public Node node() {
        return scroll;
    }

    /// The bare list, for a page that scrolls as a whole; instead of [#node()].
    public Node bare() {
        scroll.setContent(null);
        grid.setPadding(Insets.EMPTY);
        return grid;
    }

    public void show(List<PlanRow> rows) {
        if (rows.equals(shown)) {
            return;
        }
        if (!sameShape(rows)) {
            build(rows);
        }
        shown = rows;
        for (int i = 0; i < rows.size(); i++) {
            views.get(i).show(rows.get(i));
        }
        runClock();
        reveal();
    }

    private boolean sameShape(List<PlanRow> rows) {
        if (rows.size() != shown.size()) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            PlanRow a = rows.get(i);
            PlanRow b = shown.get(i);
            if (!a.title().equals(b.title()) || !a.lines().equals(b.lines()) || a.pointOfNoReturn() != b.pointOfNoReturn()) {
                return false;
            }
        }
        return true;
    }

    private void build(List<PlanRow> rows) {
        grid.getChildren().clear();
        views.clear();
        int line = 0;
        for (PlanRow row : rows) {
            if (row.pointOfNoReturn()) {
                grid.add(pointOfNoReturn(), 0, line++, 5, 1);
            }
            PlanRowNodes view = new PlanRowNodes(row, compact);
            grid.addRow(line++, view.nodes());
            views.add(view);
        }
    }

    private static Node pointOfNoReturn() {
        Label label = new Label("point of no return");
        label.getStyleClass().add("no-return-label");
        label.setMinWidth(Region.USE_PREF_SIZE);
        Pane room = new Pane();
        Line dashes = new Line(0, 0.5, 0, 0.5);
        dashes.getStyleClass().add("no-return-line");
        dashes.setManaged(false);
        dashes.endXProperty().bind(room.widthProperty());
        room.getChildren().add(dashes);
        room.setMaxHeight(1);
        HBox.setHgrow(room, Priority.ALWAYS);
        HBox box = new HBox(8, label, room);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setId("point-of-no-return");
        return box;
    }

    private void tick() {
        views.forEach(PlanRowNodes::tick);
    }

    private void runClock() {
        boolean runs = shown.stream().anyMatch(r -> r.state() == StepState.RUNNING);
        if (runs && grid.getScene() != null) {
            clock.play();
        } else {
            clock.stop();
        }
    }

    /// Keeps the step that runs, or the last that ended, in sight.
    private void reveal() {
        int active = 0;
        for (int i = 0; i < shown.size(); i++) {
            if (!shown.get(i).isAhead()) {
                active = i;
            }
        }
        if (shown.isEmpty() || grid.getHeight() <= scroll.getViewportBounds().getHeight()) {
            return;
        }
        double room = grid.getHeight() - scroll.getViewportBounds().getHeight();
        double middle = views.get(active).middle() - scroll.getViewportBounds().getHeight() / 2;
        scroll.setVvalue(Math.clamp(middle / room, 0, 1));
    }

    private static ColumnConstraints fixed(double width, HPos where) {
        ColumnConstraints c = new ColumnConstraints(width, width, width);
        c.setHalignment(where);
        return c;
    }

    private static ColumnConstraints share(double weight) {
        ColumnConstraints c = new ColumnConstraints(80, weight * 8, Double.MAX_VALUE);
        c.setHgrow(Priority.ALWAYS);
        c.setFillWidth(true);
        return c;
    }
}
