package org.handyrep.ui.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Parent;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/// Pictures of screens under `target/screens`.
public final class Picture {

    private Picture() {}

    /// On the JavaFX thread.
    public static WritableImage of(Parent root, String name) {
        root.applyCss();
        root.layout();
        WritableImage image = root.snapshot(new SnapshotParameters(), null);
        try {
            Path file = Path.of("target", "screens", name + ".png");
            Files.createDirectories(file.toAbsolutePath().getParent());
            ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return image;
    }
}
