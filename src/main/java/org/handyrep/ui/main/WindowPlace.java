package org.handyrep.ui.main;

import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.InvalidationListener;
import javafx.geometry.Rectangle2D;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.handyrep.ui.common.WindowSize;

/// Where the main window is and how large: given back as it was, and told when it has come to rest.
final class WindowPlace {

    private static final WindowSize SIZE = new WindowSize(1440, 920, 960, 600);

    private final Stage stage;
    // a desktop that maximizes a window tells the new size before it tells why
    private final PauseTransition rest = new PauseTransition(Duration.millis(400));
    private Optional<Rectangle2D> normal;

    WindowPlace(Stage stage, Memory memory) {
        this.stage = stage;
        normal = memory.place();
        normal.ifPresentOrElse(place -> SIZE.at(stage, place), () -> SIZE.beside(stage, null));
        stage.setMaximized(memory.maximized());
    }

    /// @param rested the window has another place than before
    void watch(Runnable rested) {
        InvalidationListener moved = o -> rest.playFromStart();
        stage.xProperty().addListener(moved);
        stage.yProperty().addListener(moved);
        stage.widthProperty().addListener(moved);
        stage.heightProperty().addListener(moved);
        stage.maximizedProperty().addListener(moved);
        rest.setOnFinished(e -> {
            if (stage.isShowing()) {
                rested.run();
            }
        });
    }

    /// The memory with where the window is now.
    Memory in(Memory memory) {
        if (!stage.isMaximized() && !stage.isIconified() && !stage.isFullScreen() && stage.isShowing()) {
            normal = Optional.of(new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()));
        }
        return normal.map(place -> memory.withPlace(place, stage.isMaximized())).orElse(memory);
    }
}
