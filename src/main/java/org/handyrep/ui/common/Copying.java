package org.handyrep.ui.common;

import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;

/// Everything on screen can be copied.
public final class Copying {

    private Copying() {}

    public static void toClipboard(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }

    /// A context menu with one entry that copies.
    public static void onMenu(Node node, String label, Supplier<String> text) {
        node.setOnContextMenuRequested(e -> {
            MenuItem item = new MenuItem(label);
            item.setOnAction(a -> toClipboard(text.get()));
            new ContextMenu(item).show(node, e.getScreenX(), e.getScreenY());
            e.consume();
        });
    }
}
