package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.handyrep.plan.Candidate;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.common.StatusIcon;

/// The page that asks which replica takes over, and what else shall happen.
final class WhoPage {

    private static final PseudoClass UNFIT = PseudoClass.getPseudoClass("unfit");

    private final Consumer<UnaryOperator<Aim.Takeover>> change;
    private final RowTable<Candidate> table = new RowTable<>("There is no replica.", Candidate::server);
    private final StackPane note = new StackPane();
    private final CheckBox remaster = new CheckBox();
    private final Label remasterNote = new Label();
    private final CheckBox follows = new CheckBox();
    private final Label staysOut = new Label();
    private final Label followsNote = new Label();
    private final CheckBox hold = new CheckBox();
    private final Label holdNote = new Label("they see a short wait and no error; otherwise they are disconnected");
    private final CheckBox salvage = new CheckBox();
    private final Label salvageNote = new Label("where salvage_wal allows it and its host answers; without it the failover does not wait for that disk");
    private final ScrollPane scroll;
    private Optional<String> chosen = Optional.empty();
    private boolean showing;

    /// @param change told what the operator chooses
    WhoPage(Consumer<UnaryOperator<Aim.Takeover>> change) {
        this.change = change;
        columns();
        TableView<Candidate> view = table.view();
        view.setId("candidates");
        view.setRowFactory(v -> new CandidateTableRow());
        view.getStyleClass().add("plain-table");
        view.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        table.onSelected(c -> c.ifPresent(this::selected));
        remaster.setId("remaster");
        follows.setId("old-primary-follows");
        remaster.setOnAction(e -> change.accept(t -> t.withRemaster(remaster.isSelected())));
        follows.setOnAction(e -> change.accept(t -> t.withOldPrimaryFollows(follows.isSelected())));
        hold.setId("hold-clients");
        hold.setOnAction(e -> change.accept(t -> t.withHoldClients(hold.isSelected())));
        salvage.setId("salvage");
        salvage.setOnAction(e -> change.accept(t -> t.withSalvage(salvage.isSelected())));
        for (CheckBox box : new CheckBox[] {remaster, follows, hold, salvage}) {
            box.setMinWidth(javafx.scene.layout.Region.USE_PREF_SIZE);
        }
        Label also = new Label("Also");
        also.getStyleClass().add("heading");
        GridPane options = new GridPane(24, 8);
        options.addRow(0, remaster, muted(remasterNote));
        StackPane oldPrimary = new StackPane(follows, staysOut);
        oldPrimary.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        options.addRow(1, oldPrimary, muted(followsNote));
        StackPane clients = new StackPane(hold, salvage);
        clients.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        StackPane clientsNote = new StackPane(muted(holdNote), muted(salvageNote));
        clientsNote.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        options.addRow(2, clients, clientsNote);
        scroll = Pages.scrolling(new VBox(16, view, note, also, options));
    }

    Node node() {
        return scroll;
    }

    Node firstFocus() {
        return table.view();
    }

    private void columns() {
        table.column("", 34, c -> "", c -> Optional.of(radio(c)))
                .column("server", 96, Candidate::server, "strong")
                .column("status", 108, c -> c.status().status().word(), c -> Optional.of(new StatusIcon(Mark.of(c.status().status()))))
                .column("priority", 68, c -> Integer.toString(c.priority()))
                .column("has WAL up to", 118, c -> c.position().map(Object::toString).orElse("–"), "mono")
                .column("behind", 78, c -> c.bytesBehind().map(Formats::bytes).orElse("–"), "mono")
                .column("replays in", 84, c -> c.replaysIn().map(Formats::duration).orElse("–"), "mono")
                .column("timeline", 74, c -> c.timeline() == 0 ? "–" : Integer.toString(c.timeline()), "mono")
                .column("sync", 54, c -> c.sync() ? "sync" : "")
                .wrapped("why not", 240, WhoPage::whyNot);
    }

    /// What speaks against it, also where a person may choose it all the same.
    private static String whyNot(Candidate c) {
        return c.obstacle().or(() -> c.byPerson().map(why -> "you may choose it, but it " + why)).orElse("");
    }

    private RadioButton radio(Candidate c) {
        RadioButton button = new RadioButton();
        button.setSelected(chosen.equals(Optional.of(c.server())));
        button.setDisable(c.obstacle().isPresent());
        button.setMouseTransparent(true);
        button.setFocusTraversable(false);
        return button;
    }

    private void selected(Candidate c) {
        if (showing) {
            return;
        }
        if (c.obstacle().isEmpty()) {
            change.accept(t -> t.choose(Optional.of(c.server())));
        } else {
            javafx.application.Platform.runLater(this::select);
        }
    }

    void show(PlanFlow flow, String primary) {
        if (!(flow.aim() instanceof Aim.Takeover aim)) {
            return;
        }
        boolean choiceChanged = !chosen.equals(aim.chosen());
        chosen = aim.chosen();
        showing = true;
        table.show(aim.candidates().candidates());
        table.view().setPrefHeight(Math.clamp(heightOf(aim.candidates().candidates()), 84, 360));
        table.view().setMinHeight(84);
        if (choiceChanged) {
            table.view().refresh();
        }
        select();
        showing = false;
        note.getChildren().setAll(Pages.note(LossNote.of(aim, primary)));
        options(aim, primary);
    }

    /// Heading, rows, and room for reasons of several lines.
    private static double heightOf(List<Candidate> candidates) {
        return 46
                + candidates.stream()
                        .mapToDouble(c -> 38 + 16 * (whyNot(c).length() / 32))
                        .sum();
    }

    private void options(Aim.Takeover aim, String primary) {
        String others = FlowTexts.others(aim);
        String winner = aim.chosen().orElse("the new primary");
        boolean switchover = aim.candidates().switchover();
        remaster.setSelected(aim.remaster() && !others.isEmpty());
        remaster.setDisable(others.isEmpty());
        remaster.setText(others.isEmpty() ? "Let the others follow" : "Let " + others + " follow " + winner);
        boolean many = aim.candidates().candidates().size() > 2;
        String otherwise = switchover ? (many ? "otherwise they keep" : "otherwise it keeps") + " following " + primary : "otherwise " + (many ? "they get" : "it gets") + " no WAL";
        remasterNote.setText(others.isEmpty() ? "there is no other replica" : otherwise);
        follows.setSelected(aim.oldPrimaryFollows());
        follows.setDisable(!switchover);
        follows.setVisible(switchover);
        staysOut.setVisible(!switchover);
        follows.setText(primary + " follows " + winner);
        staysOut.setText(primary + " afterwards");
        boolean holdable = switchover && !aim.candidates().proxies().isEmpty();
        hold.setVisible(holdable);
        holdNote.setVisible(holdable);
        hold.setSelected(aim.holdClients());
        hold.setText("Let the clients wait at " + String.join(", ", aim.candidates().proxies()));
        salvage.setVisible(!switchover);
        salvageNote.setVisible(!switchover);
        salvage.setSelected(aim.salvage());
        salvage.setText("First fetch the WAL that only " + primary + " has");
        followsNote.setText(
                switchover
                        ? "starts again as a replica; otherwise it stays stopped"
                        : "stays as it is; rejoin it from its card when you have looked at it");
    }

    private void select() {
        table.view().getItems().stream()
                .filter(c -> chosen.equals(Optional.of(c.server())))
                .findFirst()
                .ifPresentOrElse(
                        c -> {
                            int row = table.view().getItems().indexOf(c);
                            if (!table.view().getSelectionModel().isSelected(row)) {
                                table.view().getSelectionModel().clearAndSelect(row);
                                table.view().getFocusModel().focus(row);
                            }
                        },
                        () -> table.view().getSelectionModel().clearSelection());
    }

    private static Label muted(Label label) {
        label.getStyleClass().add("muted");
        label.setWrapText(true);
        return label;
    }

    private static final class CandidateTableRow extends TableRow<Candidate> {
        @Override
        protected void updateItem(Candidate item, boolean empty) {
            super.updateItem(item, empty);
            boolean unfit = !empty && item != null && item.obstacle().isPresent();
            pseudoClassStateChanged(UNFIT, unfit);
            setAccessibleText(unfit ? item.server() + " cannot take over: " + item.obstacle().orElse("") : null);
        }
    }
}
