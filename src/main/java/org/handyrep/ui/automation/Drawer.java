package org.handyrep.ui.automation;

import java.time.Instant;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.handyrep.diagnosis.Severity;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;

/// What lies below the verdict: who else is at work, and the evidence or the automation when they are opened. The evidence opens by itself with a verdict that
/// is not OK, once until all is well again, and goes with it.
public final class Drawer {

    /// What can be opened.
    public enum Part {
        EVIDENCE,
        AUTOMATION
    }

    private enum Trouble {
        NONE,
        PRIMARY,
        SPLIT
    }

    private final EvidencePanel evidence = new EvidencePanel();
    private final AutomationPanel automation;
    private final Label operated = new Label();
    private final HBox banner = new HBox(8, new StatusIcon(Mark.RUNNING, 16), operated);
    private final HBox body = new HBox(8);
    private final VBox node = new VBox(banner, body);
    private Optional<Part> open = Optional.empty();
    private boolean byItself;
    private Trouble known = Trouble.NONE;
    private Runnable onChange = () -> {};

    public Drawer(Engine engine, Navigator nav) {
        automation = new AutomationPanel(engine, nav);
        operated.setId("operated-elsewhere");
        operated.getStyleClass().add("strong");
        operated.setWrapText(true);
        banner.getStyleClass().addAll("operated", Mark.RUNNING.toneClass());
        banner.setAlignment(Pos.CENTER_LEFT);
        body.setPadding(new Insets(10, 12, 10, 24));
        body.getStyleClass().addAll("panel", "drawer");
        body.setId("drawer");
        node.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE && open.isPresent()) {
                open(Optional.empty());
                e.consume();
            }
        });
        visible(banner, false);
        open(Optional.empty());
    }

    public Node node() {
        return node;
    }

    /// Told when another part is open.
    public void onChange(Runnable told) {
        onChange = told;
    }

    public Optional<Part> part() {
        return open;
    }

    /// Opens a part and gives it the keyboard, or closes it.
    public void toggle(Part part) {
        if (open.equals(Optional.of(part))) {
            open(Optional.empty());
        } else {
            open(Optional.of(part));
            // a scrolling pane has its content only after its first look at the style
            node.applyCss();
            node.layout();
            switch (part) {
                case EVIDENCE -> evidence.focus();
                case AUTOMATION -> automation.focus();
            }
        }
    }

    public void show(ClusterView view) {
        Instant now = Instant.now();
        Optional<String> elsewhere = HolderTexts.elsewhere(view.inCharge());
        visible(banner, elsewhere.isPresent());
        operated.setText(elsewhere.map(e -> e + ". Nothing can be started from here until it ends.").orElse(""));
        follow(view);
        evidence.show(view, now);
        automation.show(view, now);
    }

    public void tick(Instant now) {
        if (open.isPresent()) {
            evidence.tick(now);
            automation.tick(now);
        }
    }

    private void follow(ClusterView view) {
        boolean running = view.operation()
                .filter(o -> o.isUnfinished() && o.state() != Operation.State.INTERRUPTED)
                .isPresent();
        boolean wrong = view.diagnosis().verdict().severity() != Severity.OK
                && !view.diagnosis().vantages().isEmpty()
                && !running;
        boolean split = view.diagnosis().verdict().code().equals("SplitBrain");
        Trouble now = !wrong ? Trouble.NONE : split ? Trouble.SPLIT : Trouble.PRIMARY;
        if (now == known) {
            return;
        }
        known = now;
        if (wrong && open.isEmpty()) {
            open(Optional.of(Part.EVIDENCE));
            byItself = true;
        } else if (!wrong && byItself) {
            open(Optional.empty());
        }
    }

    private void open(Optional<Part> part) {
        byItself = false;
        open = part;
        visible(body, part.isPresent());
        body.getChildren().clear();
        part.ifPresent(p -> {
            Node content = switch (p) {
                case EVIDENCE -> evidence.node();
                case AUTOMATION -> automation.node();
            };
            HBox.setHgrow(content, Priority.ALWAYS);
            body.getChildren().addAll(content, close());
        });
        onChange.run();
    }

    private Button close() {
        Button close = new Button("✕");
        close.setId("drawer-close");
        close.getStyleClass().setAll("link-button");
        close.setAccessibleText("Close");
        close.setTooltip(new javafx.scene.control.Tooltip("Close (Esc)"));
        close.setMinWidth(Button.USE_PREF_SIZE);
        close.setOnAction(e -> open(Optional.empty()));
        return close;
    }

    private static void visible(Node node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
