package org.handyrep.ui.main;

import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import org.handyrep.engine.ClusterView;

/// One page of one cluster. All methods are called on the JavaFX thread.
public interface PageView {

    Node node();

    void show(ClusterView view);

    /// Once per second while the page is on screen: ages tick.
    default void tick(Instant now) {}

    /// Another server was selected, by this page or elsewhere.
    default void select(Optional<String> server) {}

    /// Takes the keyboard when the page is opened.
    default void focus() {}
}
