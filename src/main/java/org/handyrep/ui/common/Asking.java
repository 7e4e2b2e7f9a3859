package org.handyrep.ui.common;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Stage;
import javafx.stage.Window;

/// A confirmation by consequence: says what will happen, and its button says the act. The only kind of modal window.
///
/// @param act what the button says: `Promote paul`
/// @param typedName what the operator must type before the button works
/// @param dangerous draws the button as such and gives Cancel the Enter key
public record Asking(String title, String consequence, String act, Optional<String> typedName, boolean dangerous) {

    /// On the JavaFX thread; waits for the answer.
    ///
    /// @return true for the act, false for Cancel, Escape and closing the window
    public boolean ask(Window owner) {
        return ask(owner, Optional.empty());
    }

    public boolean ask(Window owner, Optional<Node> more) {
        return ask(owner, more, new SimpleBooleanProperty(true));
    }

    /// @param complete whether all that is asked for in `more` was given; the act waits for it
    public boolean ask(Window owner, Optional<Node> more, ObservableBooleanValue complete) {
        Stage stage = new Stage();
        boolean[] agreed = {false};
        Label head = new Label(title);
        head.getStyleClass().add("heading");
        head.setWrapText(true);
        Label text = new Label(consequence);
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        VBox body = new VBox(12, head, text);
        more.ifPresent(body.getChildren()::add);
        Button yes = new Button(act);
        yes.setMnemonicParsing(false);
        yes.setId("ask-act");
        yes.getStyleClass().add(dangerous ? Styles.DANGER : Styles.ACCENT);
        yes.setDefaultButton(!dangerous);
        yes.disableProperty().bind(Bindings.not(complete));
        yes.setOnAction(e -> {
            agreed[0] = true;
            stage.close();
        });
        Button no = new Button("Cancel");
        no.setCancelButton(true);
        no.setDefaultButton(dangerous);
        no.setOnAction(e -> stage.close());
        typedName.ifPresent(name -> {
            TextField typed = new TextField();
            typed.setId("ask-typed");
            typed.getStyleClass().add("mono");
            yes.disableProperty().bind(typed.textProperty().isNotEqualTo(name).or(Bindings.not(complete)));
            Label what = new Label("Type " + name + " to go on:");
            body.getChildren().add(new VBox(4, what, typed));
        });
        HBox buttons = new HBox(8, no, yes);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        body.getChildren().add(buttons);
        body.setPadding(new Insets(24));
        body.setPrefWidth(480);
        Scene scene = new Scene(body);
        scene.getStylesheets().setAll(owner.getScene().getStylesheets());
        scene.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        stage.initOwner(owner);
        stage.initModality(Modality.WINDOW_MODAL);
        stage.setTitle(title);
        stage.setResizable(false);
        stage.setScene(scene);
        stage.showAndWait();
        return agreed[0];
    }
}
