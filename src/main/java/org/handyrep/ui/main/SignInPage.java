package org.handyrep.ui.main;

import atlantafx.base.theme.Styles;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Operator;
import org.handyrep.plugin.Secret;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;

/// Stands where a cluster would be until somebody has signed in to it. Other clusters can be used meanwhile.
final class SignInPage {

    private final Consumer<Operator> attempt;
    private final TextField user = new TextField(Operator.local().username());
    private final PasswordField password = new PasswordField();
    private final Button enter = new Button("Sign in");
    private final StatusIcon busy = new StatusIcon(Mark.RUNNING);
    private final Label trouble = new Label();
    private final HBox troubleLine = new HBox(8, new StatusIcon(Mark.DOWN), trouble);
    private final StackPane node = new StackPane();

    /// @param needed whether a password is asked for at all
    /// @param attempt asks the engine, in the background, and ends in [#refused(String)] or with another page
    SignInPage(String cluster, boolean needed, Optional<String> why, Consumer<Operator> attempt) {
        this.attempt = attempt;
        Label title = new Label("Sign in to " + cluster);
        title.getStyleClass().add("page-title");
        title.setWrapText(true);
        Label what = new Label(
                needed
                        ? "The password is kept in memory only, until you sign out. Your name goes into the journal of operations."
                        : "Nobody is asked for a password here. Your name goes into the journal of operations.");
        what.getStyleClass().add("muted");
        what.setWrapText(true);
        what.setMinHeight(Region.USE_PREF_SIZE);
        user.setId("sign-in-user");
        password.setId("sign-in-password");
        enter.setId("sign-in");
        enter.getStyleClass().add(Styles.ACCENT);
        enter.setDefaultButton(true);
        enter.setOnAction(e -> tryIt());
        trouble.setId("sign-in-trouble");
        trouble.setWrapText(true);
        trouble.setMinHeight(Region.USE_PREF_SIZE);
        trouble.setMaxWidth(310);
        troubleLine.setMinHeight(Region.USE_PREF_SIZE);
        busy.setVisible(false);
        HBox buttons = new HBox(12, busy, enter);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        VBox form = new VBox(6, labelled("_User", user), user);
        if (needed) {
            Label label = labelled("_Password", password);
            VBox.setMargin(label, new Insets(8, 0, 0, 0));
            form.getChildren().addAll(label, password);
        }
        VBox card = new VBox(16, title, what, form, troubleLine, buttons);
        card.setPadding(new Insets(32));
        card.setMaxSize(400, Region.USE_PREF_SIZE);
        card.getStyleClass().add("panel");
        node.getChildren().add(card);
        node.setId("sign-in-page");
        node.setPadding(new Insets(32));
        say(why.orElse(""));
    }

    private static Label labelled(String text, TextField field) {
        Label label = new Label(text);
        label.setMnemonicParsing(true);
        label.setLabelFor(field);
        field.setAccessibleText(text.replace("_", ""));
        return label;
    }

    Node node() {
        return node;
    }

    /// Takes the keyboard, unless somebody is typing here already.
    void focus() {
        Platform.runLater(() -> {
            if (node.getScene() != null && !user.isFocused() && !password.isFocused()) {
                (user.getText().isBlank() || password.getScene() == null ? user : password).requestFocus();
            }
        });
    }

    private void tryIt() {
        String name = user.getText().strip();
        if (name.isEmpty()) {
            say("Who are you?");
            user.requestFocus();
            return;
        }
        Operator operator = new Operator(name, name, new Secret(password.getText()));
        password.clear();
        waiting(true);
        say("");
        attempt.accept(operator);
    }

    /// The answer was no.
    void refused(String why) {
        waiting(false);
        say(why.isEmpty() ? "" : Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".");
        password.requestFocus();
    }

    private void waiting(boolean on) {
        busy.setVisible(on);
        enter.setDisable(on);
        user.setDisable(on);
        password.setDisable(on);
    }

    private void say(String what) {
        trouble.setText(what);
        troubleLine.setVisible(!what.isEmpty());
        troubleLine.setManaged(!what.isEmpty());
    }
}
