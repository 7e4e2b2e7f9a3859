package org.handyrep.ui.split;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Divergence;
import org.handyrep.engine.Divergence.Branch;
import org.handyrep.ui.common.Reasoned;

/// Which server stays; what that means for each other, and the way to its plan.
final class TruthPage {

    private final VBox choices = new VBox(8);
    private final VBox consequences = new VBox(12);
    private final ScrollPane node;
    private final Function<String, Optional<String>> refusal;
    private final Consumer<String> isolate;
    private Optional<Divergence> facts = Optional.empty();

    /// @param refusal why a server cannot be isolated from here
    /// @param isolate opens the plan for a server
    TruthPage(Function<String, Optional<String>> refusal, Consumer<String> isolate) {
        this.refusal = refusal;
        this.isolate = isolate;
        Label head = FactsPage.wrapping("Which one is the truth? Nothing is chosen for you, and nothing happens before you agree to a plan.");
        head.getStyleClass().add("strong");
        choices.setId("split-choices");
        consequences.setId("split-consequences");
        node = FactsPage.scrolling(new VBox(16, head, choices, consequences));
    }

    Node node() {
        return node;
    }

    void show(Divergence d) {
        if (facts.equals(Optional.of(d))) {
            return;
        }
        facts = Optional.of(d);
        ToggleGroup group = new ToggleGroup();
        choices.getChildren().clear();
        consequences.getChildren().clear();
        for (Branch b : d.branches()) {
            RadioButton choice = new RadioButton(b.server() + " is the truth");
            choice.setId("truth-" + b.server());
            choice.setMnemonicParsing(false);
            choice.setToggleGroup(group);
            choice.setUserData(b.server());
            choices.getChildren().add(choice);
        }
        group.selectedToggleProperty().addListener((o, was, is) -> {
            if (is != null) {
                chosen(d, String.valueOf(is.getUserData()));
            }
        });
    }

    void focus() {
        choices.getChildren().stream().findFirst().ifPresent(Node::requestFocus);
    }

    private void chosen(Divergence d, String truth) {
        consequences.getChildren().clear();
        for (Branch other : d.branches()) {
            if (!other.server().equals(truth)) {
                consequences.getChildren().add(about(SplitTexts.consequences(d, truth, other), other.server()));
            }
        }
    }

    private Node about(List<String> lines, String server) {
        Label head = new Label("Then " + server + " is isolated");
        head.getStyleClass().add("heading");
        VBox box = new VBox(6, head);
        box.getStyleClass().addAll("callout", "tone-bad");
        lines.forEach(l -> box.getChildren().add(FactsPage.wrapping("• " + l)));
        Button act = new Button("Isolate " + server + "…");
        act.setId("isolate-" + server);
        act.setMnemonicParsing(false);
        act.getStyleClass().add("danger");
        act.setOnAction(e -> isolate.accept(server));
        Reasoned holder = new Reasoned(act);
        Optional<String> why = refusal.apply(server);
        holder.refuse(false, why);
        holder.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        Label next = FactsPage.wrapping(why.orElse("The button shows the plan with its checks and exact commands; there you type " + server + " to confirm."));
        next.getStyleClass().addAll("muted", "small");
        box.getChildren().addAll(holder, next);
        return box;
    }
}
