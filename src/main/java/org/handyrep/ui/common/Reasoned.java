package org.handyrep.ui.common;

import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

/// Holds a button that can be refused: a disabled button shows no tooltip, so its holder shows the reason.
public final class Reasoned extends StackPane {

    private final Button button;
    private final Tooltip tooltip = new Tooltip();

    public Reasoned(Button button) {
        super(button);
        this.button = button;
    }

    /// @param other whether the button is out of use for a reason that everybody sees
    /// @param why what the tooltip says; empty when nothing forbids it
    public void refuse(boolean other, Optional<String> why) {
        button.setDisable(other || why.isPresent());
        button.setAccessibleHelp(why.orElse(""));
        Tooltip.uninstall(this, tooltip);
        why.ifPresent(reason -> {
            tooltip.setText(reason);
            Tooltip.install(this, tooltip);
        });
    }
}
