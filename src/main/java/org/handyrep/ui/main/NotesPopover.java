package org.handyrep.ui.main;

import atlantafx.base.controls.Popover;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.StatusIcon;

/// All that is wrong with a cluster, below the chip that counts it. Follows the cluster for as long as it is open, and can be copied as a whole.
final class NotesPopover {

    private static final double WIDTH = 440;
    /// More than these scroll.
    private static final int MANY = 8;

    private final Node under;
    private final VBox content = new VBox(12);
    private final Popover popover = new Popover(content);
    private final Button copy = new Button("_Copy all");
    private Optional<Verdict> shown = Optional.empty();

    /// @param under what it points at
    NotesPopover(Node under) {
        this.under = under;
        content.setPadding(new Insets(8));
        content.setId("notes-list");
        copy.setId("notes-copy");
        copy.setOnAction(e -> shown.ifPresent(v -> Copying.toClipboard(v.notesText())));
        popover.setArrowLocation(Popover.ArrowLocation.TOP_RIGHT);
        popover.setHeaderAlwaysVisible(false);
        popover.setDetachable(false);
    }

    void open(Verdict verdict) {
        if (!verdict.notes().isEmpty()) {
            fill(verdict);
            popover.show(under);
            copy.requestFocus();
        }
    }

    /// @param now empty where no cluster is shown
    void follow(Optional<Verdict> now) {
        if (!popover.isShowing()) {
            return;
        }
        Optional<Verdict> same = now.filter(v -> !v.notes().isEmpty() && shown.map(s -> s.cluster().equals(v.cluster())).orElse(false));
        if (same.isEmpty()) {
            popover.hide();
        } else if (!same.map(Verdict::notes).equals(shown.map(Verdict::notes))) {
            fill(same.get());
        }
    }

    private void fill(Verdict verdict) {
        shown = Optional.of(verdict);
        List<HBox> rows = verdict.notes().stream().map(NotesPopover::row).toList();
        VBox list = new VBox(12);
        list.getChildren().addAll(rows);
        list.setPrefWidth(WIDTH);
        content.getChildren().setAll(rows.size() > MANY ? scrolling(list) : list, copy);
    }

    private static ScrollPane scrolling(VBox list) {
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        scroll.setPrefViewportWidth(WIDTH);
        scroll.setPrefViewportHeight(400);
        return scroll;
    }

    private static HBox row(Verdict.Note note) {
        VBox text = new VBox(2, wrapping(note.sentence(), "strong"));
        if (!note.evidence().isEmpty()) {
            text.getChildren().add(wrapping(note.evidence(), "muted", "small"));
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        return new HBox(8, new StatusIcon(note.mark(), 16), text);
    }

    private static Label wrapping(String words, String... styles) {
        Label label = new Label(words);
        label.getStyleClass().addAll(styles);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
