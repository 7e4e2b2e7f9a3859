package org.handyrep.ui.server;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.handyrep.plan.Check;
import org.handyrep.ui.common.CheckList;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;

/// What the trial of the settings found, the newest only. One trial at a time: what is typed while one runs is tried after it.
final class TrialPane {

    /// Asks the engine. Off the JavaFX thread.
    interface Trial {
        List<Check> of(ServerForm form, boolean askHostKey);
    }

    private final Trial trial;
    private final Navigator nav;
    private final Runnable then;
    private final StatusIcon icon = new StatusIcon(Mark.UNKNOWN, 18);
    private final Label summary = new Label("Not tried yet");
    private final Button again = new Button("_Try again");
    private final Button hostKey = new Button("Trust its _host key…");
    private final VBox list = new VBox();
    private final ScrollPane scroll;
    private Optional<ServerForm> running = Optional.empty();
    private Optional<ServerForm> waiting = Optional.empty();
    private Optional<ServerForm> tried = Optional.empty();
    private List<Check> found = List.of();

    /// @param then run when something new was found
    TrialPane(Trial trial, Navigator nav, Runnable then) {
        this.trial = trial;
        this.nav = nav;
        this.then = then;
        summary.setId("trial-summary");
        summary.getStyleClass().add("heading");
        again.setId("trial-again");
        again.setOnAction(e -> tried.ifPresent(form -> begin(form, false)));
        hostKey.setId("trial-host-key");
        hostKey.setOnAction(e -> tried.ifPresent(form -> begin(form, true)));
        HBox head = new HBox(8, icon, summary);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox content = new VBox(12, head, list, new HBox(8, hostKey, again));
        content.setPadding(new Insets(16, 24, 16, 24));
        scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        draw();
    }

    Node node() {
        return scroll;
    }

    /// What was found with these very settings; empty while they were not tried.
    List<Check> checks(ServerForm form) {
        return tried.equals(Optional.of(form)) ? found : List.of();
    }

    void attempt(ServerForm form) {
        if (running.isPresent()) {
            waiting = Optional.of(form);
        } else if (!tried.equals(Optional.of(form))) {
            begin(form, false);
        }
    }

    private void begin(ServerForm form, boolean askHostKey) {
        running = Optional.of(form);
        draw();
        nav.background(() -> answer(form, askHostKey), checks -> ended(form, checks));
    }

    /// A fault must not leave the pane waiting for ever.
    private List<Check> answer(ServerForm form, boolean askHostKey) {
        try {
            return trial.of(form, askHostKey);
        } catch (RuntimeException e) {
            return List.of(new Check("trial", Check.Level.STOP, "This is a fault of HandyRep: " + e));
        }
    }

    private void ended(ServerForm form, List<Check> checks) {
        running = Optional.empty();
        tried = Optional.of(form);
        found = checks;
        Optional<ServerForm> next = waiting.filter(w -> !w.equals(form));
        waiting = Optional.empty();
        draw();
        then.run();
        next.ifPresent(this::attempt);
    }

    private void draw() {
        boolean busy = running.isPresent();
        long stops = found.stream().filter(c -> c.level() == Check.Level.STOP).count();
        boolean warns = found.stream().anyMatch(c -> c.level() == Check.Level.WARNING);
        icon.show(busy ? Mark.RUNNING : tried.isEmpty() ? Mark.UNKNOWN : stops > 0 ? Mark.DOWN : warns ? Mark.WARNING : Mark.OK);
        summary.setText(busy
                ? "Trying it…"
                : tried.isEmpty()
                        ? "Tried when it has a name and a host"
                        : stops > 0 ? Formats.count(stops, "thing") + " to mend" : warns ? "It will do, with warnings" : "Everything is there");
        list.getChildren().setAll(CheckList.of(found, 130));
        list.setOpacity(busy ? 0.5 : 1);
        again.setDisable(busy || tried.isEmpty());
        boolean unknown = found.stream().anyMatch(c -> c.level() == Check.Level.STOP && c.saw().contains("trust it with the button below"));
        hostKey.setVisible(unknown);
        hostKey.setManaged(unknown);
        hostKey.setDisable(busy);
    }
}
