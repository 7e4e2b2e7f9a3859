package org.handyrep.ui.server;

import atlantafx.base.theme.Styles;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// The actions of the selected server. A refused one is disabled, says why in its tooltip and in the text below.
final class ActionButtons extends VBox {

    private final ServerActions actions;
    private final FlowPane buttons = new FlowPane(8, 8);
    private final VBox reasons = new VBox(2);
    private String of = "";
    private List<ServerAction> shown = List.of();

    ActionButtons(ServerActions actions) {
        super(12);
        this.actions = actions;
        reasons.setId("action-reasons");
        getChildren().addAll(buttons, reasons);
    }

    /// Rebuilds only when something changed, so that the keyboard focus stays where it is.
    void show(String server) {
        List<ServerAction> offers = actions.of(server);
        if (offers.equals(shown) && server.equals(of)) {
            return;
        }
        of = server;
        shown = List.copyOf(offers);
        buttons.getChildren().clear();
        reasons.getChildren().clear();
        boolean first = true;
        for (ServerAction offer : offers) {
            Button button = new Button(offer.label());
            button.setMnemonicParsing(false);
            button.setOnAction(e -> actions.run(server, offer));
            button.setDisable(offer.obstacle().isPresent());
            button.setAccessibleHelp(offer.obstacle().orElse(""));
            if (offer.dangerous()) {
                button.getStyleClass().addAll(Styles.DANGER, Styles.BUTTON_OUTLINED);
            } else if (first && offer.obstacle().isEmpty()) {
                button.getStyleClass().add(Styles.ACCENT);
                first = false;
            }
            StackPane holder = new StackPane(button);
            String help = offer.obstacle()
                    .or(() -> offer.key().map(k -> k.getDisplayText()))
                    .orElse("");
            if (!help.isEmpty()) {
                Tooltip.install(holder, new Tooltip(help));
            }
            buttons.getChildren().add(holder);
            offer.obstacle().ifPresent(why -> reasons.getChildren().add(reason(offer.label(), why)));
        }
    }

    private static Label reason(String label, String why) {
        Label line = new Label(label.replace("…", "") + ": " + why);
        line.getStyleClass().addAll("muted", "small");
        line.setWrapText(true);
        line.setMinHeight(USE_PREF_SIZE);
        return line;
    }
}
