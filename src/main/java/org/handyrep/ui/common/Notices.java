package org.handyrep.ui.common;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import java.time.Instant;
import javafx.animation.PauseTransition;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// Messages in the corner: good news go away by themselves, bad ones stay until they are closed. Lies over the page and lets clicks through beside them.
public final class Notices extends VBox {

    private static final int MOST = 5;
    private static final PseudoClass BAD = PseudoClass.getPseudoClass("bad");

    private final Duration life;

    /// @param life of good news
    public Notices(Duration life) {
        super(8);
        this.life = life;
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

    public Notice add(Mark mark, String message) {
        Notification notice = new Notification(message, new StatusIcon(mark, 18));
        notice.getStyleClass().addAll(Styles.ELEVATED_1, mark.toneClass());
        notice.setPrefWidth(368);
        notice.setOnClose(e -> getChildren().remove(notice));
        Copying.onMenu(notice, "Copy message", notice::getMessage);
        boolean bad = mark == Mark.DOWN || mark == Mark.WARNING || mark == Mark.UNAVAILABLE;
        notice.pseudoClassStateChanged(BAD, bad);
        while (getChildren().size() >= MOST) {
            getChildren().remove(leastWanted());
        }
        getChildren().addFirst(notice);
        if (!bad) {
            PauseTransition end = new PauseTransition(life);
            end.setOnFinished(e -> getChildren().remove(notice));
            end.play();
        }
        return new Notice(notice);
    }

    /// A message that was added. It may have been closed since.
    public final class Notice {

        private final Notification shown;

        private Notice(Notification shown) {
            this.shown = shown;
        }

        public void remove() {
            getChildren().remove(shown);
        }

        /// What it says was true until then; it is the first to make room for others.
        public void over(Instant since) {
            shown.setMessage(shown.getMessage() + "\nOver since " + Formats.clock(since) + ".");
            shown.setGraphic(new StatusIcon(Mark.SKIPPED, 18));
            shown.getStyleClass().removeIf(style -> style.startsWith("tone-"));
            shown.getStyleClass().add(Mark.SKIPPED.toneClass());
            shown.pseudoClassStateChanged(BAD, false);
        }
    }

    /// The oldest good news; where all are bad, the oldest.
    private Node leastWanted() {
        return getChildren().reversed().stream()
                .filter(n -> !n.getPseudoClassStates().contains(BAD))
                .findFirst()
                .orElseGet(getChildren()::getLast);
    }
}
