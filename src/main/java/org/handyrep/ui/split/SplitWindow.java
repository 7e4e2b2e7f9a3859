package org.handyrep.ui.split;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Divergence;
import org.handyrep.engine.Engine;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.WindowHead;
import org.handyrep.ui.common.WindowSize;
import org.handyrep.ui.main.Navigator;

/// The split brain wizard: the facts, then which server is the truth. It reads, and does nothing by itself. It stands beside the main window.
public final class SplitWindow {

    private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("selected");

    private final Engine engine;
    private final Navigator nav;
    private final Stage stage = new Stage();
    private final FactsPage facts = new FactsPage();
    private final TruthPage truth;
    private final BorderPane pane = new BorderPane();
    private final List<Label> steps = List.of(step("1 What each one has"), step("2 Which one is the truth?"));
    private final Button copy = button("_Copy as text", "split-copy");
    private final Button save = button("_Save…", "split-save");
    private final Button again = button("_Read again", "split-again");
    private final Button back = button("_Back", "split-back");
    private final Button next = button("_Choose…", "split-next");
    private final Label sentence = FactsPage.wrapping("");
    private ClusterView view;
    private Optional<Divergence> read = Optional.empty();

    public SplitWindow(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
        view = engine.view();
        truth = new TruthPage(server -> nav.forbidden("isolate"), server -> nav.request(new Request.Isolate(server)));
        copy.setOnAction(e -> Copying.toClipboard(asText()));
        save.setOnAction(e -> save());
        again.setOnAction(e -> read());
        back.setOnAction(e -> turn(false));
        next.setOnAction(e -> turn(true));
        next.setDefaultButton(true);
    }

    /// On the JavaFX thread.
    public void show() {
        Look.beside(nav.window(), stage, new Scene(layout()));
        new WindowSize(960, 680, 720, 480).beside(stage, nav.window());
        stage.setTitle(WindowHead.title(view.snapshot().clusterName(), "split brain"));
        Runnable ended = nav.onSignOut(stage::close);
        stage.setOnHidden(e -> ended.run());
        turn(false);
        stage.show();
        read();
    }

    private BorderPane layout() {
        Label title = new Label("Split brain of " + view.snapshot().clusterName());
        title.getStyleClass().add("page-title");
        sentence.setId("split-verdict");
        sentence.getStyleClass().add("muted");
        VBox head = new VBox(4, title, sentence);
        head.setPadding(new Insets(16, 24, 16, 24));
        head.getStyleClass().add("flow-head");
        VBox left = new VBox();
        left.getChildren().addAll(steps);
        left.setPadding(new Insets(16, 12, 16, 12));
        left.setMinWidth(200);
        left.getStyleClass().add("flow-steps");
        Button close = button("Close", "split-close");
        close.setCancelButton(true);
        close.setOnAction(e -> stage.close());
        Label said = new Label("Nothing is done by itself.");
        said.getStyleClass().add("muted");
        said.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(said, Priority.ALWAYS);
        HBox buttons = new HBox(8, said, again, copy, save, close, back, next);
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.setPadding(new Insets(12, 24, 12, 24));
        buttons.getStyleClass().add("flow-footer");
        pane.setTop(head);
        pane.setLeft(left);
        pane.setBottom(buttons);
        pane.getStyleClass().add("panel");
        return pane;
    }

    private void read() {
        view = engine.view();
        sentence.setText(view.diagnosis().verdict().sentence());
        ready(Optional.empty());
        turn(false);
        String servers = view.snapshot().writable().stream().map(o -> o.name()).collect(Collectors.joining(" and "));
        facts.reading(servers.isEmpty() ? "the servers" : servers);
        nav.background(this::tried, answer -> {
            ready(answer.found);
            answer.found.ifPresentOrElse(
                    d -> {
                        facts.show(d);
                        truth.show(d);
                        next.requestFocus();
                    },
                    () -> facts.failed(answer.trouble));
        });
    }

    private record Answer(Optional<Divergence> found, String trouble) {}

    /// A bug in the reading must not leave the window waiting for ever.
    private Answer tried() {
        try {
            return new Answer(Optional.of(engine.divergence()), "");
        } catch (RuntimeException e) {
            return new Answer(Optional.empty(), String.valueOf(e));
        }
    }

    private void ready(Optional<Divergence> found) {
        read = found;
        copy.setDisable(found.isEmpty());
        save.setDisable(found.isEmpty());
        next.setDisable(found.map(d -> d.branches().size() < 2).orElse(true));
    }

    private void turn(boolean toTruth) {
        pane.setCenter(toTruth ? truth.node() : facts.node());
        steps.getFirst().pseudoClassStateChanged(CURRENT, !toTruth);
        steps.getLast().pseudoClassStateChanged(CURRENT, toTruth);
        visible(back, toTruth);
        visible(next, !toTruth);
        visible(again, !toTruth);
        if (toTruth) {
            pane.applyCss();
            pane.layout();
            truth.focus();
        }
    }

    private String asText() {
        return read.map(d -> SplitTexts.asText(view.snapshot().clusterName(), view.diagnosis().verdict().sentence(), d))
                .orElse("");
    }

    private void save() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Save what was found");
        chooser.setInitialFileName("handyrep-split-brain.txt");
        File file = chooser.showSaveDialog(stage);
        if (file != null) {
            String text = asText();
            nav.background(() -> write(file.toPath(), text), o -> nav.notify(o.succeeded() ? Mark.OK : Mark.WARNING, o.details()));
        }
    }

    private static Outcome write(Path file, String text) {
        try {
            Files.writeString(file, text);
            return Outcome.success("Saved " + file);
        } catch (IOException e) {
            return Outcome.failure("Could not save " + file + ": " + e.getMessage());
        }
    }

    private static Label step(String text) {
        Label label = new Label(text);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add("flow-step");
        return label;
    }

    private static Button button(String text, String id) {
        Button button = new Button(text);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private static void visible(Button button, boolean on) {
        button.setVisible(on);
        button.setManaged(on);
    }
}
