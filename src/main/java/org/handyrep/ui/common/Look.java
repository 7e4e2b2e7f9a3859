package org.handyrep.ui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Objects;
import java.util.Set;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.binding.Bindings;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Light or dark: the AtlantaFX theme below, the palette and the rules of this program above.
public enum Look {
    LIGHT,
    DARK;

    /// What the desktop prefers.
    public static Look ofDesktop() {
        return Platform.getPreferences().getColorScheme() == ColorScheme.DARK ? DARK : LIGHT;
    }

    public Look other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    /// Puts the theme below all windows. Scenes need [#dress] too.
    public void apply() {
        Application.setUserAgentStylesheet(
                switch (this) {
                    case LIGHT -> new PrimerLight().getUserAgentStylesheet();
                    case DARK -> new PrimerDark().getUserAgentStylesheet();
                });
    }

    /// Gives a scene the palette and the rules; popups and context menus of its window inherit them. May be called again with the other look.
    public void dress(Scene scene) {
        scene.getStylesheets().setAll(sheet("palette-" + (this == LIGHT ? "light" : "dark")), sheet("handyrep"));
        scene.getRoot().getStyleClass().removeAll(Set.of("light", "dark"));
        scene.getRoot().getStyleClass().add(this == LIGHT ? "light" : "dark");
    }

    /// Dresses a window that stands beside another one like that, for as long as it is there.
    ///
    /// @param owner null for none, as in a test
    public static void beside(@Nullable Window owner, Stage stage, Scene scene) {
        if (owner != null && owner.getScene() != null) {
            Bindings.bindContent(scene.getStylesheets(), owner.getScene().getStylesheets());
            scene.getRoot().getStyleClass().addAll(owner.getScene().getRoot().getStyleClass());
            stage.initOwner(owner);
        }
        stage.setScene(scene);
    }

    private static String sheet(String name) {
        return Objects.requireNonNull(Look.class.getResource(name + ".css"), name).toExternalForm();
    }
}
