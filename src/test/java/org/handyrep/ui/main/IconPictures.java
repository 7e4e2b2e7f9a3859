package org.handyrep.ui.main;

import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;
import javafx.scene.transform.Scale;
import javax.imageio.ImageIO;

/// Draws `icons/handyrep.svg` as PNG files of the usual sizes. Run by hand after the drawing was changed; the shapes are those of the SVG file.
public final class IconPictures {

    private IconPictures() {}

    public static void main(String[] args) throws Exception {
        Fx.start();
        for (int size : new int[] {16, 32, 48, 64, 128, 256, 512}) {
            Path file = Path.of("icons", "handyrep-" + size + ".png");
            var image = Fx.on(() -> {
                Group drawing = drawing();
                SnapshotParameters how = new SnapshotParameters();
                how.setFill(Color.TRANSPARENT);
                how.setTransform(new Scale(size / 256.0, size / 256.0));
                how.setViewport(new javafx.geometry.Rectangle2D(0, 0, size, size));
                return drawing.snapshot(how, null);
            });
            Files.createDirectories(file.getParent());
            ImageIO.write(SwingFXUtils.fromFXImage(image, null), "png", file.toFile());
        }
        System.exit(0);
    }

    private static Group drawing() {
        Rectangle ground = new Rectangle(8, 8, 240, 240);
        ground.setArcWidth(104);
        ground.setArcHeight(104);
        ground.setFill(Color.web("#17324d"));
        Rectangle frame = new Rectangle(0, 0, 256, 256);
        frame.setFill(Color.TRANSPARENT);
        return new Group(
                frame,
                ground,
                line("M92 128 C132 128 124 68 164 68", "#5da4eb", 14),
                line("M92 128 C132 128 124 188 164 188", "#5da4eb", 14),
                new Circle(76, 128, 36, Color.web("#3fb680")),
                line("M60 129 L72 141 L93 116", "#ffffff", 11),
                new Circle(184, 68, 26, Color.WHITE),
                new Circle(184, 188, 26, Color.WHITE));
    }

    private static SVGPath line(String path, String colour, double width) {
        SVGPath line = new SVGPath();
        line.setContent(path);
        line.setFill(Color.TRANSPARENT);
        line.setStroke(Color.web(colour));
        line.setStrokeWidth(width);
        line.setStrokeLineCap(StrokeLineCap.ROUND);
        line.setStrokeLineJoin(StrokeLineJoin.ROUND);
        return line;
    }
}
