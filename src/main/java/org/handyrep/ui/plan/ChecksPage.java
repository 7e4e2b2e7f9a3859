package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.handyrep.plan.Check;
import org.handyrep.plan.Check.Level;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.ui.common.CheckList;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;

/// The page with each pre-check and what it saw.
final class ChecksPage {

    private final VBox content = new VBox(16);
    private final ScrollPane scroll = Pages.scrolling(content);
    private final Button again = new Button("_Check again");
    private final Consumer<Request> elsewhere;
    private Optional<Optional<Decision>> shown = Optional.empty();

    /// @param checkAgain run when the operator wants the servers read once more
    /// @param elsewhere told what the operator wants instead of what was refused
    ChecksPage(Runnable checkAgain, Consumer<Request> elsewhere) {
        this.elsewhere = elsewhere;
        again.setId("check-again");
        again.setOnAction(e -> checkAgain.run());
    }

    Node node() {
        return scroll;
    }

    Node firstFocus() {
        return again;
    }

    void show(PlanFlow flow) {
        if (shown.equals(Optional.of(flow.decision()))) {
            return;
        }
        shown = Optional.of(flow.decision());
        content.getChildren().clear();
        if (flow.decision().isEmpty()) {
            content.getChildren().add(busy());
            return;
        }
        flow.refusal().ifPresent(r -> content.getChildren().add(Pages.note(Level.STOP, "There is no plan.", r.reason())));
        if (!flow.checks().isEmpty()) {
            content.getChildren().addAll(summary(flow.checks()), CheckList.of(flow.checks(), 280));
        }
        HBox ways = new HBox(8, again);
        flow.refusal().flatMap(Refusal::instead).ifPresent(i -> ways.getChildren().add(instead(i)));
        content.getChildren().add(ways);
    }

    private Button instead(Refusal.Instead other) {
        Button button = new Button(FlowButtons.mnemonic(other.label()));
        button.setId("instead");
        button.setOnAction(e -> elsewhere.accept(other.request()));
        return button;
    }

    private static Node busy() {
        HBox box = new HBox(12, new StatusIcon(Mark.RUNNING, 20), new Label("Reading every server and making the plan…"));
        box.setAlignment(Pos.CENTER_LEFT);
        box.setId("checks-busy");
        return box;
    }

    private static Label summary(List<Check> checks) {
        long stops = checks.stream().filter(c -> c.level() == Level.STOP).count();
        long warnings = checks.stream().filter(c -> c.level() == Level.WARNING).count();
        String text = stops == 0 && warnings == 0
                ? checks.size() == 1 ? "1 check, and it is fine" : "All " + Formats.count(checks.size(), "check") + " are fine"
                : Formats.count(checks.size(), "check") + (stops > 0 ? ", " + stops + (stops == 1 ? " stops" : " stop") + " the plan" : "")
                        + (warnings > 0 ? ", " + Formats.count(warnings, "warning") : "");
        return Pages.heading(text);
    }
}
