package org.handyrep.ui.main;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import org.handyrep.ui.common.Telling;

/// The two small windows of the Help menu.
final class HelpTexts {

    private static final String[][] KEYS = {
        {"Ctrl+1 … Ctrl+7", "the pages"},
        {"F2  Shift+F2", "all problems; close the messages in the corner"},
        {"F4", "how do we know? (arrow keys go through it, Esc closes it)"},
        {"F5", "poll now"},
        {"Shift+F5", "read the configuration again"},
        {"F6", "next cluster"},
        {"F7", "automation: its state, why nothing happened"},
        {"F8", "manual failover…"},
        {"F9", "server panel"},
        {"arrow keys", "from server to server on the topology; Home: the primary"},
        {"Enter", "the actions of the selected server"},
        {"Ctrl+=  −  0", "zoom in, out, fit (on the topology also without Ctrl, and Ctrl+wheel)"},
        {"Ctrl+Shift+H  Y  O  V", "the operation: cancel it, resume it, roll it back, leave it as it is…"},
        {"Ctrl+Shift+M", "switch over to or from the selected server…"},
        {"Ctrl+Shift+S  X  R  L", "start, stop, restart, reload it"},
        {"Ctrl+Shift+F  P", "let it follow another primary; promote only"},
        {"Ctrl+Shift+N  J", "make it a replica from a copy of another server…; rejoin it as a replica…"},
        {"Ctrl+Shift+I", "isolate it, so that it takes no writes beside the primary…"},
        {"Ctrl+Shift+C  W", "a proxy: move connections to the primary…, write its configuration…"},
        {"Ctrl+Shift+E  D  T  Del", "enable, disable…, edit…, remove… it"},
        {"Ctrl+K  Ctrl+N", "clone a replica…, add a server…"},
        {"Ctrl+Shift+A  G  K", "pause automation…, resume it, acknowledge…"},
        {"Ctrl+Shift+B", "both sides of a split brain…"},
        {"Ctrl+R  Ctrl+T", "reload the plugins, test them"},
        {"Ctrl+D", "light or dark"},
        {"Ctrl+L", "sign out, sign in"},
        {"Ctrl+O  Ctrl+Q", "add a cluster, quit"},
        {"F1", "this list"},
    };

    private HelpTexts() {}

    /// The keys alone, as they are written.
    static List<String> keys() {
        return Arrays.stream(KEYS).map(row -> row[0]).toList();
    }

    static void keys(Window owner) {
        GridPane grid = new GridPane(24, 6);
        for (int i = 0; i < KEYS.length; i++) {
            Label key = new Label(KEYS[i][0]);
            key.getStyleClass().add("mono");
            key.setMinWidth(Region.USE_PREF_SIZE);
            Label what = new Label(KEYS[i][1]);
            what.setWrapText(true);
            grid.addRow(i, key, what);
        }
        new Telling("Keys", "The whole window works by keyboard.", Optional.of(grid)).show(owner);
    }

    static void about(Window owner) {
        new Telling(
                        "HandyRep",
                        "An operations console for PostgreSQL replication clusters. An independent implementation; HandyRep is a trademark of PostgreSQL Experts, Inc. PostgreSQL Licence.",
                        Optional.empty())
                .show(owner);
    }
}
