package org.handyrep.ui.automation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.handyrep.diagnosis.VantagePoint;
import org.handyrep.ui.common.StatusIcon;

/// Draws a [VantageMatrix]: shape, word, colour and age in each cell, in the last column what was said of the server in question. Arrow keys go from cell to
/// cell.
final class VantageGrid extends GridPane {

    private record Cell(VantagePoint point, HBox node, Label age, boolean prominent, int row, int column) {}

    private final List<Cell> cells = new ArrayList<>();
    private final Consumer<Optional<VantagePoint>> onCell;
    private Optional<VantageMatrix> shown = Optional.empty();

    /// @param onCell told which cell has the keyboard or the mouse
    VantageGrid(Consumer<Optional<VantagePoint>> onCell) {
        super(8, 0);
        this.onCell = onCell;
        setId("vantages");
        addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    }

    void show(VantageMatrix matrix, Duration since) {
        if (!shown.equals(Optional.of(matrix))) {
            Optional<Cell> focused = cells.stream().filter(c -> c.node.isFocused()).findFirst();
            shown = Optional.of(matrix);
            build(matrix);
            focused.flatMap(f -> at(f.row, f.column)).ifPresent(c -> c.node.requestFocus());
        }
        tick(since);
    }

    void tick(Duration since) {
        cells.forEach(c -> {
            String age = VantageMatrix.age(c.point, since);
            c.age.setText(c.prominent ? age : age.replace(" ago", ""));
        });
    }

    private void build(VantageMatrix matrix) {
        getChildren().clear();
        getColumnConstraints().clear();
        cells.clear();
        ColumnConstraints place = new ColumnConstraints();
        place.setMinWidth(Region.USE_PREF_SIZE);
        getColumnConstraints().add(place);
        for (String server : matrix.columns()) {
            ColumnConstraints c = new ColumnConstraints();
            c.setMinWidth(Region.USE_PREF_SIZE);
            getColumnConstraints().add(c);
            Label head = new Label(server);
            head.getStyleClass().addAll(server.equals(matrix.subject()) ? "strong" : "muted", "vantage-head");
            add(head, matrix.columns().indexOf(server) + 1, 0);
        }
        ColumnConstraints said = new ColumnConstraints(0, 320, Double.MAX_VALUE);
        said.setHgrow(Priority.ALWAYS);
        getColumnConstraints().add(said);
        for (int row = 0; row < matrix.rows().size(); row++) {
            VantageMatrix.Row r = matrix.rows().get(row);
            Label from = new Label(r.place());
            from.getStyleClass().add("muted");
            add(from, 0, row + 1);
            VantagePoint ofSubject = r.cells().get(matrix.subject());
            if (ofSubject != null) {
                Label words = new Label(ofSubject.words());
                words.getStyleClass().addAll("muted", "small");
                add(words, matrix.columns().size() + 1, row + 1);
            }
            for (int column = 0; column < matrix.columns().size(); column++) {
                String server = matrix.columns().get(column);
                VantagePoint p = r.cells().get(server);
                if (p != null) {
                    add(cell(r.place(), p, server.equals(matrix.subject()), row, column), column + 1, row + 1);
                }
            }
        }
    }

    private HBox cell(String place, VantagePoint p, boolean prominent, int row, int column) {
        Label word = new Label(VantageMatrix.word(p.saw()));
        word.getStyleClass().add("status-word");
        word.setMinWidth(Region.USE_PREF_SIZE);
        Label age = new Label();
        age.getStyleClass().addAll("mono", "vantage-age");
        HBox box = new HBox(6, new StatusIcon(VantageMatrix.mark(p.saw()), 14), word, age);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().addAll("vantage-cell", VantageMatrix.mark(p.saw()).toneClass());
        word.setMinWidth(prominent ? 58 : Region.USE_PREF_SIZE);
        age.setMinWidth(prominent ? 76 : 48);
        box.setFocusTraversable(row == 0 && column == 0);
        box.setAccessibleRole(AccessibleRole.TEXT);
        box.setAccessibleText(place + " sees " + p.to() + ": " + VantageMatrix.word(p.saw()) + ", " + p.words());
        box.focusedProperty().addListener((o, was, is) -> onCell.accept(is ? Optional.of(p) : Optional.empty()));
        box.setOnMouseEntered(e -> onCell.accept(Optional.of(p)));
        box.setOnMouseExited(e -> onCell.accept(Optional.empty()));
        box.setOnMousePressed(e -> box.requestFocus());
        Tooltip.install(box, new Tooltip(place + " → " + p.to() + "\n" + p.words()));
        cells.add(new Cell(p, box, age, prominent, row, column));
        return box;
    }

    private void key(KeyEvent e) {
        Optional<Cell> here = cells.stream().filter(c -> c.node.isFocused()).findFirst();
        if (here.isEmpty() || e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        switch (e.getCode()) {
            case LEFT -> go(here.get(), 0, -1);
            case RIGHT -> go(here.get(), 0, 1);
            case UP -> go(here.get(), -1, 0);
            case DOWN -> go(here.get(), 1, 0);
            default -> {
                return;
            }
        }
        e.consume();
    }

    /// Over holes to the next cell of that row or column.
    private void go(Cell from, int down, int right) {
        for (int i = 1; i <= cells.size(); i++) {
            Optional<Cell> to = at(from.row + i * down, from.column + i * right);
            if (to.isPresent()) {
                to.get().node.requestFocus();
                return;
            }
        }
    }

    private Optional<Cell> at(int row, int column) {
        return cells.stream().filter(c -> c.row == row && c.column == column).findFirst();
    }

    void focusFirst() {
        if (!cells.isEmpty()) {
            cells.getFirst().node.requestFocus();
        }
    }
}
