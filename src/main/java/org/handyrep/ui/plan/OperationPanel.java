package org.handyrep.ui.plan;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.Page;
import org.handyrep.ui.plan.OperationActions.Act;

/// The bottom of the window: the operation that runs, was interrupted or has just ended. Takes no room when there is none.
public final class OperationPanel {

    private final OperationActions actions;
    private final VBox box = new VBox(4);
    private final StatusIcon icon = new StatusIcon(Mark.RUNNING);
    private final Label title = new Label();
    private final Label line = new Label();
    private final Label explanation = new Label();
    private final Label output = new Label();
    private final ProgressBox far = new ProgressBox();
    private final PlanRows rows = new PlanRows(true);
    private final Button copy = new Button("Copy plan");
    private final Button cancel = new Button("Cancel");
    private final Button resume = new Button("Resume");
    private final Button rollBack = new Button("Roll back");
    private final Button details = new Button("Show steps");
    private final Button dismiss = new Button("Dismiss");
    private final Label obstacle = new Label();
    private final Timeline clock = new Timeline(new KeyFrame(Duration.millis(200), e -> tick()));
    private final Set<String> dismissed = new HashSet<>();
    private Optional<Operation> shown = Optional.empty();

    public OperationPanel(Engine engine, Navigator nav) {
        actions = new OperationActions(engine, nav);
        clock.setCycleCount(Animation.INDEFINITE);
        nav.onSignOut(clock::stop);
        title.getStyleClass().add("strong");
        line.getStyleClass().add("muted");
        obstacle.getStyleClass().addAll("muted", "small");
        output.getStyleClass().addAll("mono", "muted");
        explanation.setWrapText(true);
        title.setMinWidth(Region.USE_PREF_SIZE);
        names();
        HBox.setHgrow(line, Priority.ALWAYS);
        line.setMaxWidth(Double.MAX_VALUE);
        HBox buttons = new HBox(8, details, copy, cancel, resume, rollBack, dismiss);
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(8, new StackPane(icon), title, line, obstacle, buttons);
        head.setAlignment(Pos.CENTER_LEFT);
        rows.node().setId("operation-rows");
        box.getChildren().addAll(head, explanation, far.node(), rows.node(), output);
        VBox.setVgrow(rows.node(), Priority.ALWAYS);
        box.setPadding(new Insets(8, 20, 8, 20));
        box.getStyleClass().addAll("panel", "operation-panel");
        box.setId("operation-panel");
        Pages.visible(box, false);
        copy.setOnAction(e -> shown.ifPresent(o -> Copying.toClipboard(OperationTexts.asText(o))));
        details.setOnAction(e -> nav.showPage(Page.OPERATIONS));
        cancel.setOnAction(e -> run(Act.CANCEL));
        resume.setOnAction(e -> run(Act.RESUME));
        rollBack.setOnAction(e -> run(Act.ROLL_BACK));
        dismiss.setOnAction(e -> shown.ifPresent(o -> {
            dismissed.add(o.id());
            Pages.visible(box, false);
        }));
    }

    private void names() {
        title.setId("operation-title");
        line.setId("operation-line");
        explanation.setId("operation-explanation");
        obstacle.setId("operation-obstacle");
        copy.setId("operation-copy");
        details.setId("operation-details");
        cancel.setId("operation-cancel");
        resume.setId("operation-resume");
        rollBack.setId("operation-rollback");
        dismiss.setId("operation-dismiss");
        resume.getStyleClass().add("accent");
    }

    public Node node() {
        return box;
    }

    public void show(ClusterView view) {
        Optional<Operation> now = view.operation().filter(o -> o.isUnfinished() || !dismissed.contains(o.id()));
        Pages.visible(box, now.isPresent());
        if (now.equals(shown)) {
            return;
        }
        shown = now;
        far.show(now);
        now.ifPresent(this::show);
        if (now.map(Operation::isUnfinished).orElse(false)) {
            clock.play();
        } else {
            clock.stop();
        }
    }

    private void show(Operation o) {
        boolean runs = OperationTexts.isRunning(o);
        boolean interrupted = o.state() == Operation.State.INTERRUPTED;
        icon.show(Mark.of(o.state()));
        title.setText(o.title());
        rows.show(PlanRow.of(o));
        boolean good = o.state() == Operation.State.SUCCEEDED;
        Pages.visible(rows.node(), !good);
        Pages.visible(details, good);
        Pages.visible(cancel, runs);
        Optional<String> uncancellable = actions.cannot(Act.CANCEL, shown);
        Optional<String> unresumable = actions.cannot(Act.RESUME, shown);
        cancel.setDisable(uncancellable.isPresent());
        Pages.visible(obstacle, (runs && uncancellable.isPresent()) || (interrupted && unresumable.isPresent()));
        obstacle.setText(interrupted ? unresumable.orElse("") : uncancellable.map(why -> "no cancel: " + why).orElse(""));
        Pages.visible(resume, interrupted);
        Pages.visible(rollBack, interrupted);
        resume.setDisable(unresumable.isPresent());
        rollBack.setDisable(actions.cannot(Act.ROLL_BACK, shown).isPresent());
        Pages.visible(dismiss, !o.isUnfinished());
        String said = interrupted ? OperationTexts.choices(o) : o.isUnfinished() ? "" : good ? leftToDo(o) : o.summary();
        explanation.setText(said);
        explanation.setTooltip(o.afterwards().isEmpty() ? null : new Tooltip(String.join("\n", o.afterwards())));
        Pages.visible(explanation, !said.isEmpty());
        output.setText(o.output().isEmpty() ? "" : o.output().getLast());
        Pages.visible(output, runs && !o.output().isEmpty());
        tick();
    }

    private static String leftToDo(Operation o) {
        return o.afterwards().isEmpty() ? "" : "Left to do: " + String.join("; ", o.afterwards());
    }

    private void tick() {
        far.tick(Instant.now());
        shown.ifPresent(o -> line.setText(OperationTexts.line(o, Instant.now())));
    }

    private void run(Act act) {
        shown.ifPresent(o -> actions.run(act, o));
    }
}
