package org.handyrep.ui.main;

import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.stage.Window;
import org.handyrep.ui.common.Asking;

/// The two small windows of the Help menu.
final class HelpTexts {

    private static final String[][] KEYS = {
        {"Ctrl+1 … Ctrl+7", "the pages"},
        {"F4", "how do we know? (arrow keys go through it, Esc closes it)"},
        {"F5", "poll now"},
        {"F6", "next cluster"},
        {"F7", "automation: its state, why nothing happened"},
        {"F8", "manual failover…"},
        {"F9", "server panel"},
        {"arrow keys", "from server to server on the topology; Home: the primary"},
        {"Enter", "the actions of the selected server"},
        {"+  −  0", "zoom in, out, fit (also Ctrl+wheel)"},
        {"Ctrl+Shift+M", "switch over to or from the selected server…"},
        {"Ctrl+Shift+S  X  R  L", "start, stop, restart, reload it"},
        {"Ctrl+Shift+F  P", "let it follow another primary; promote only"},
        {"Ctrl+Shift+N", "make it a replica from a copy of another server…"},
        {"Ctrl+Shift+E  D  T  Del", "enable, disable…, edit…, remove… it"},
        {"Ctrl+K  Ctrl+N", "clone a replica…, add a server…"},
        {"Ctrl+Shift+A  G  K", "pause automation…, resume it, acknowledge…"},
        {"Ctrl+Shift+B", "both sides of a split brain…"},
        {"Ctrl+R  Ctrl+T", "reload the plugins, test them"},
        {"Ctrl+D", "light or dark"},
        {"Ctrl+L", "sign out, sign in"},
        {"Ctrl+O  Ctrl+Q", "add a cluster, quit"},
    };

    private HelpTexts() {}

    static void keys(Window owner) {
        GridPane grid = new GridPane(24, 6);
        for (int i = 0; i < KEYS.length; i++) {
            Label key = new Label(KEYS[i][0]);
            key.getStyleClass().add("mono");
            Label what = new Label(KEYS[i][1]);
            what.setWrapText(true);
            grid.addRow(i, key, what);
        }
        new Asking("Keys", "The whole window works by keyboard.", "Close", Optional.empty(), false)
                .ask(owner, Optional.of(grid));
    }

    static void about(Window owner) {
        new Asking(
                        "HandyRep",
                        "An operations console for PostgreSQL replication clusters. An independent implementation; HandyRep is a trademark of PostgreSQL Experts, Inc. PostgreSQL Licence.",
                        "Close",
                        Optional.empty(),
                        false)
                .ask(owner);
    }
}
