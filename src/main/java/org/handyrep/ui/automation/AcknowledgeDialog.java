package org.handyrep.ui.automation;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.handyrep.engine.ClusterView.Automation;
import org.handyrep.ui.common.Asking;

/// Asks what was found out before automation is let loose again.
final class AcknowledgeDialog {

    private AcknowledgeDialog() {}

    static Optional<String> ask(Window owner, String cluster, Automation automation) {
        TextField comment = new TextField();
        comment.setId("acknowledge-comment");
        comment.setPromptText("what it was, what was done about it");
        Label what = new Label("_Comment");
        what.setMnemonicParsing(true);
        what.setLabelFor(comment);
        boolean agreed = new Asking(
                        "Acknowledge what happened to " + cluster + "?",
                        automation.sentence() + ". With your comment in the journal this ends, and the console may act by itself again.",
                        "Acknowledge",
                        Optional.empty(),
                        false)
                .ask(
                        owner,
                        Optional.of(new VBox(4, what, comment)),
                        Bindings.createBooleanBinding(() -> !comment.getText().isBlank(), comment.textProperty()));
        return agreed ? Optional.of(comment.getText().strip()) : Optional.empty();
    }
}
