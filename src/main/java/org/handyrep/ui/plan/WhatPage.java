package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.plan.CloneOptions.Source;
import org.handyrep.plan.CloneOptions.Target;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Reasoned;
import org.handyrep.ui.common.RowTable;

/// The page that asks onto which server a clone goes, which server is copied, and how fast.
final class WhatPage {

    private final Consumer<UnaryOperator<CloneAim>> change;
    private final ComboBox<String> target = new ComboBox<>();
    private final Button newServer = new Button("_New server…");
    private final Label targetNote = Pages.wrapping("", "muted");
    private final RowTable<Source> sources = new RowTable<>("No server is in session, so none can be copied.", Source::name);
    private final Label idleNote = Pages.wrapping("", "muted");
    private final Button idle = new Button();
    private final HBox idleBox = new HBox(8, idleNote, idle);
    private final CheckBox reclone = new CheckBox("_Overwrite the database that is there (reclone)");
    private final TextField rate = new TextField();
    private final Label rateTrouble = Pages.wrapping("", "small", "status-word", "tone-bad");
    private final ScrollPane scroll;
    private Optional<String> chosen = Optional.empty();
    private boolean showing;

    /// @param change told what the operator chooses
    /// @param addServer run when a server is to be added first
    /// @param adding why none may be added; empty when it may
    WhatPage(Consumer<UnaryOperator<CloneAim>> change, Runnable addServer, Optional<String> adding) {
        this.change = change;
        target.setId("clone-target");
        target.setPrefWidth(240);
        target.setPromptText("choose a server");
        target.setOnAction(e -> told(Optional.ofNullable(target.getValue()), CloneAim::onto));
        newServer.setId("clone-new-server");
        newServer.setOnAction(e -> addServer.run());
        Reasoned allowed = new Reasoned(newServer);
        allowed.refuse(false, adding);
        columns();
        TableView<Source> view = sources.view();
        view.setId("clone-sources");
        view.getStyleClass().add("plain-table");
        view.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
        sources.onSelected(s -> told(s.map(Source::name), CloneAim::from));
        idle.setId("clone-idle");
        reclone.setId("clone-reclone");
        reclone.setOnAction(e -> change.accept(a -> a.withReclone(reclone.isSelected())));
        rate.setId("clone-rate");
        rate.setPrefColumnCount(8);
        rate.setPromptText("no limit");
        rate.textProperty().addListener((o, was, is) -> told(Optional.of(is), CloneAim::withRate));
        idleBox.setAlignment(Pos.CENTER_LEFT);
        idle.setMinWidth(Region.USE_PREF_SIZE);
        HBox onto = new HBox(8, target, allowed);
        scroll = Pages.scrolling(new VBox(
                16, section("Which server becomes a replica?", onto, targetNote), section("Copied from", view, idleBox), section("How", options())));
    }

    private GridPane options() {
        Label limit = new Label("At most");
        limit.setLabelFor(rate);
        HBox field = new HBox(8, limit, rate, new Label("MB/s"));
        field.setAlignment(Pos.CENTER_LEFT);
        GridPane grid = new GridPane(24, 8);
        grid.addRow(0, reclone, Pages.wrapping("without it a directory with a database in it is left alone", "muted"));
        grid.addRow(1, field, Pages.wrapping("so that the clients of the server that is copied notice nothing; blank: max_rate of clone_method", "muted"));
        grid.add(rateTrouble, 0, 2, 2, 1);
        return grid;
    }

    private static VBox section(String heading, Node... content) {
        VBox box = new VBox(8, Pages.heading(heading));
        box.getChildren().addAll(content);
        return box;
    }

    Node node() {
        return scroll;
    }

    Node firstFocus() {
        return target.getValue() == null ? target : sources.view();
    }

    private void columns() {
        sources.column("", 34, s -> "", s -> Optional.of(radio(s)))
                .column("server", 110, Source::name, "strong")
                .column("role", 80, s -> s.primary() ? "primary" : "replica")
                .column("WAL", 96, s -> s.primary() ? "writes it" : s.streaming() ? "streams" : "does not stream")
                .column("behind", 150, s -> s.lag().map(l -> Formats.lag(l.bytes(), l.time())).orElse(Formats.NOTHING), "mono")
                .column("clients", 80, s -> s.clients().map(String::valueOf).orElse(Formats.NOTHING), "mono")
                .column("streams to", 120, s -> s.followers() == 0 ? "nobody" : Formats.count(s.followers(), "server"));
    }

    private RadioButton radio(Source s) {
        RadioButton button = new RadioButton();
        button.setSelected(chosen.equals(Optional.of(s.name())));
        button.setMouseTransparent(true);
        button.setFocusTraversable(false);
        return button;
    }

    private interface With {
        CloneAim apply(CloneAim aim, String value);
    }

    private void told(Optional<String> value, With with) {
        if (!showing) {
            value.ifPresent(v -> change.accept(aim -> with.apply(aim, v)));
        }
    }

    void show(PlanFlow flow) {
        if (!(flow.aim() instanceof CloneAim aim)) {
            return;
        }
        showing = true;
        List<String> names = aim.options().targets().stream().map(Target::name).toList();
        if (!target.getItems().equals(names)) {
            target.getItems().setAll(names);
        }
        target.setValue(aim.target().orElse(null));
        targetNote.setText(targetNote(aim));
        boolean moved = !chosen.equals(aim.sourceName());
        chosen = aim.sourceName();
        sources.show(aim.sources());
        sources.view().setPrefHeight(Math.clamp(46 + 38L * aim.sources().size(), 84, 280));
        sources.view().setMinHeight(84);
        if (moved) {
            sources.view().refresh();
        }
        select(aim);
        aim.idle().ifPresent(name -> {
            idleNote.setText(name + " is hardly behind, and fewest follow it: copying it spares " + aim.sourceName().orElse("the primary") + ".");
            idle.setText("Copy " + name + " instead");
            idle.setOnAction(e -> change.accept(a -> a.from(name)));
        });
        Pages.visible(idleBox, aim.idle().isPresent());
        reclone.setSelected(aim.reclone());
        if (!rate.getText().equals(aim.rate())) {
            rate.setText(aim.rate());
        }
        rateTrouble.setText(aim.rateObstacle().orElse(""));
        Pages.visible(rateTrouble, aim.rateObstacle().isPresent());
        showing = false;
    }

    private void select(CloneAim aim) {
        var model = sources.view().getSelectionModel();
        aim.sources().stream().filter(s -> chosen.equals(Optional.of(s.name()))).findFirst().ifPresentOrElse(
                s -> {
                    int row = sources.view().getItems().indexOf(s);
                    if (!model.isSelected(row)) {
                        model.clearAndSelect(row);
                    }
                },
                model::clearSelection);
    }

    /// What is known of the target before its host is looked at.
    static String targetNote(CloneAim aim) {
        return aim.chosenTarget()
                .map(t -> (t.method().isEmpty() ? "it has no clone_method" : "by " + t.method())
                        + (t.filled() ? "; a database is there, and is overwritten only by a reclone" : "")
                        + (t.enabled() ? "" : "; disabled now, enabled when it streams"))
                .orElse(aim.target().map(name -> name + " was not seen yet").orElse("any server of PostgreSQL that is not the primary"));
    }
}
