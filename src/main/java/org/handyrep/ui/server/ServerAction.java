package org.handyrep.ui.server;

import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.handyrep.plan.Request;

/// Something that can be done with a server in the window, with the reason why it is refused now.
///
/// @param label ends in `…` when a dialog follows
/// @param obstacle empty when it is allowed
/// @param dangerous drawn as such
public record ServerAction(What what, String label, Optional<String> obstacle, boolean dangerous) {

    sealed interface What {

        /// Its plan is shown before it runs.
        record Planned(Request request) implements What {}

        record Changed(ServerChange change) implements What {}

        /// Its settings, in their form.
        record Edited() implements What {}
    }

    Optional<KeyCombination> key() {
        return switch (what) {
            case What.Planned planned -> Shortcuts.of(planned.request());
            case What.Changed changed -> Optional.of(key(changed.change().key));
            case What.Edited ignored -> Optional.of(key(KeyCode.T));
        };
    }

    static KeyCombination key(KeyCode code) {
        return new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);
    }
}
