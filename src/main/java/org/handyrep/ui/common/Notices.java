package org.handyrep.ui.common;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Messages in the corner that go away by themselves: good news soon, bad news late. Lies over the page and lets clicks through beside them.
public final class Notices extends VBox {

    private static final int MOST = 5;

    public Notices() {
        super(8);
        setId("notices");
        setPadding(new Insets(16));
        setMaxSize(400, USE_PREF_SIZE);
        setPrefWidth(400);
        setPickOnBounds(false);
    }

    /// Long messages take several lines.
    @Override
    protected double computePrefHeight(double width) {
        double height = snappedTopInset() + snappedBottomInset();
        for (Node notice : getManagedChildren()) {
            height += snapSizeY(Math.max(notice.prefHeight(368), notice.minHeight(368))) + getSpacing();
        }
        return height;
    }

    /// @return takes it away early
    public Runnable add(Mark mark, String message) {
        Notification notice = new Notification(message, new StatusIcon(mark, 18));
        notice.getStyleClass().addAll(Styles.ELEVATED_1, mark.toneClass());
        notice.setPrefWidth(368);
        notice.setOnClose(e -> getChildren().remove(notice));
        while (getChildren().size() >= MOST) {
            getChildren().removeLast();
        }
        getChildren().addFirst(notice);
        boolean bad = mark == Mark.DOWN || mark == Mark.WARNING || mark == Mark.UNAVAILABLE;
        PauseTransition life = new PauseTransition(Duration.seconds(bad ? 20 : 6));
        life.setOnFinished(e -> getChildren().remove(notice));
        life.play();
        return () -> getChildren().remove(notice);
    }
}
