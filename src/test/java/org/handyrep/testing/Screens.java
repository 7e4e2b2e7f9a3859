package org.handyrep.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.handyrep.ui.common.Look;

/// Pictures of screens, `target/screens/<name>-light.png` and `-dark.png`, to be looked at. Only with `-Dhandyrep.screens=true`: each costs time.
public final class Screens {

    private Screens() {}

    /// On the JavaFX thread.
    public static void show(Stage stage, Scene scene) {
        Look.LIGHT.apply();
        Look.LIGHT.dress(scene);
        stage.setScene(scene);
        stage.show();
    }

    /// On the JavaFX thread.
    public static void take(Scene scene, String name) {
        if (!Boolean.getBoolean("handyrep.screens")) {
            return;
        }
        for (Look look : Look.values()) {
            take(scene, name, look);
        }
        Look.LIGHT.apply();
        Look.LIGHT.dress(scene);
    }

    private static void take(Scene scene, String name, Look look) {
        look.apply();
        look.dress(scene);
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        WritableImage picture = scene.snapshot(null);
        Path file = Path.of("target", "screens", name + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png");
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(SwingFXUtils.fromFXImage(picture, null), "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
