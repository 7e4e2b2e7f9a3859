package org.handyrep.ui.automation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.Reasoned;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.journal.LogPage;
import org.handyrep.ui.main.Navigator;

/// The state of automation with every reason for it, what can be done about it, and why nothing happened.
final class AutomationPanel {

    private final AutomationActions actions;
    private final StatusIcon icon = new StatusIcon(Mark.UNKNOWN, 16);
    private final Label sentence = wrapping("");
    private final VBox reasons = new VBox(3);
    private final Button pause = button("Pause…", "automation-pause");
    private final Button resume = button("Resume", "automation-resume");
    private final Button acknowledge = button("Acknowledge…", "automation-acknowledge");
    private final Reasoned pauseHolder = new Reasoned(pause);
    private final Reasoned resumeHolder = new Reasoned(resume);
    private final Reasoned acknowledgeHolder = new Reasoned(acknowledge);
    private final Label refusal = wrapping("");
    private final VBox history = new VBox(3);
    private final HBox node;
    private Optional<ClusterView> shown = Optional.empty();
    private List<String> told = List.of();
    private List<String> lines = List.of();

    AutomationPanel(Engine engine, Navigator nav) {
        actions = new AutomationActions(engine, nav);
        sentence.setId("automation-sentence");
        sentence.getStyleClass().add("strong");
        pause.setOnAction(e -> actions.pause());
        resume.setOnAction(e -> actions.resume());
        acknowledge.setOnAction(e -> actions.acknowledge());
        Button copy = button("Copy as text", "automation-copy");
        copy.setOnAction(e -> shown.ifPresent(v -> Copying.toClipboard(AutomationTexts.asText(v, Instant.now()))));
        Button log = button("Log", "automation-log");
        log.setOnAction(e -> nav.showLog(LogPage.AUTOMATION));
        HBox head = new HBox(8, icon, sentence);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        reasons.setId("automation-reasons");
        FlowPane buttons = new FlowPane(8, 8, pauseHolder, resumeHolder, acknowledgeHolder);
        VBox left = new VBox(8, head, reasons, buttons, refusal);
        refusal.getStyleClass().addAll("muted", "small");
        Label why = new Label("What it did, and why it did nothing");
        why.getStyleClass().add("strong");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox title = new HBox(8, why, gap, log, copy);
        title.setAlignment(Pos.CENTER_LEFT);
        history.setId("automation-history");
        VBox right = new VBox(8, title, scrolling(history, 172));
        for (VBox half : List.of(left, right)) {
            HBox.setHgrow(half, Priority.ALWAYS);
            half.setPrefWidth(320);
            half.setMinWidth(0);
        }
        node = new HBox(24, left, right);
        node.setId("automation-panel");
    }

    Node node() {
        return node;
    }

    void show(ClusterView view, Instant now) {
        shown = Optional.of(view);
        ClusterView.Automation a = view.automation();
        icon.show(AutomationTexts.mark(a.state()));
        sentence.setText(a.sentence());
        pauseHolder.refuse(false, actions.cannotPause(a));
        resumeHolder.refuse(false, actions.cannotResume(a));
        acknowledgeHolder.refuse(false, actions.cannotAcknowledge(a));
        refusal.setText(actions.cannotPause(a).map(why -> "Pause: " + why).orElse(""));
        refusal.setVisible(!refusal.getText().isEmpty());
        refusal.setManaged(refusal.isVisible());
        if (!a.history().equals(lines) || history.getChildren().isEmpty()) {
            lines = a.history();
            history.getChildren().setAll(lines.stream().map(AutomationPanel::wrapping).toList());
            if (lines.isEmpty()) {
                Label nothing = wrapping("Nothing was done and nothing had to be left undone since this console was started.");
                nothing.getStyleClass().add("muted");
                history.getChildren().add(nothing);
            }
        }
        tick(now);
    }

    void tick(Instant now) {
        shown.ifPresent(view -> {
            List<String> all = AutomationTexts.reasons(view, now);
            if (!all.equals(told)) {
                told = all;
                reasons.getChildren().setAll(all.stream().map(r -> wrapping("• " + r)).toList());
            }
        });
    }

    void focus() {
        List.of(pause, resume, acknowledge).stream()
                .filter(b -> !b.isDisabled())
                .findFirst()
                .ifPresentOrElse(Node::requestFocus, history::requestFocus);
    }

    private static ScrollPane scrolling(VBox box, double most) {
        ScrollPane scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(most);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        return scroll;
    }

    private static Label wrapping(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static Button button(String text, String id) {
        Button button = new Button(text);
        button.setId(id);
        button.setMnemonicParsing(false);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }
}
