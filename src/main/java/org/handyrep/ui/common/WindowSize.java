package org.handyrep.ui.common;

import java.util.Comparator;
import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// How large a window is, and where: as wanted, but never beyond what is free of a screen, because what lies outside of it cannot be reached.
///
/// @param leastWidth to which a person can make it smaller
public record WindowSize(double width, double height, double leastWidth, double leastHeight) {

    /// On the screen of the window beside which it opens; on the first screen without one.
    public void beside(Stage stage, @Nullable Window owner) {
        Rectangle2D free = free(owner);
        least(stage, free);
        stage.setWidth(Math.min(width, free.getWidth()));
        stage.setHeight(Math.min(height, free.getHeight()));
    }

    /// Where it was before, or as near to it as the screens of today allow.
    public void at(Stage stage, Rectangle2D before) {
        List<Rectangle2D> screens = Screen.getScreens().stream().map(Screen::getVisualBounds).toList();
        Rectangle2D place = within(before, screens);
        least(stage, place);
        stage.setX(place.getMinX());
        stage.setY(place.getMinY());
        stage.setWidth(place.getWidth());
        stage.setHeight(place.getHeight());
    }

    private void least(Stage stage, Rectangle2D free) {
        stage.setMinWidth(Math.min(leastWidth, free.getWidth()));
        stage.setMinHeight(Math.min(leastHeight, free.getHeight()));
    }

    /// The nearest place that lies on one of the screens as a whole: the one that shows most of it, or the first.
    static Rectangle2D within(Rectangle2D wanted, List<Rectangle2D> screens) {
        Rectangle2D screen = screens.stream().max(Comparator.comparingDouble(s -> common(s, wanted))).orElse(wanted);
        double width = Math.min(wanted.getWidth(), screen.getWidth());
        double height = Math.min(wanted.getHeight(), screen.getHeight());
        return new Rectangle2D(
                Math.max(screen.getMinX(), Math.min(wanted.getMinX(), screen.getMaxX() - width)),
                Math.max(screen.getMinY(), Math.min(wanted.getMinY(), screen.getMaxY() - height)),
                width,
                height);
    }

    private static double common(Rectangle2D a, Rectangle2D b) {
        double width = Math.min(a.getMaxX(), b.getMaxX()) - Math.max(a.getMinX(), b.getMinX());
        double height = Math.min(a.getMaxY(), b.getMaxY()) - Math.max(a.getMinY(), b.getMinY());
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    /// What is free of the screen that a window is on; of the first screen without one.
    static Rectangle2D free(@Nullable Window window) {
        if (window == null || Double.isNaN(window.getX()) || Double.isNaN(window.getWidth())) {
            return Screen.getPrimary().getVisualBounds();
        }
        return Screen.getScreensForRectangle(window.getX(), window.getY(), Math.max(1, window.getWidth()), Math.max(1, window.getHeight())).stream()
                .findFirst()
                .orElseGet(Screen::getPrimary)
                .getVisualBounds();
    }
}
