package org.handyrep.ui.common;

import javafx.animation.Animation;
import javafx.animation.Interpolator;
import javafx.animation.RotateTransition;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Draws a [Mark]. The colour comes from the palette by the mark's tone class; a running one turns while it is on screen.
public final class StatusIcon extends Region {

    private final double size;
    private final Pane box = new Pane();
    private final SVGPath outline = new SVGPath();
    private final SVGPath sign = new SVGPath();
    private @Nullable Mark mark;
    private @Nullable RotateTransition turning;

    /// @param size side of the square in pixels; 16 is the size in text
    public StatusIcon(Mark mark, double size) {
        this.size = size;
        getStyleClass().add("status-icon");
        outline.getStyleClass().add("status-outline");
        outline.setFillRule(FillRule.EVEN_ODD);
        sign.getStyleClass().add("status-sign");
        box.getChildren().addAll(outline, sign);
        box.getTransforms().add(new Scale(size / 16, size / 16));
        getChildren().add(box);
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        setMouseTransparent(true);
        sceneProperty().addListener((o, was, scene) -> turn());
        show(mark);
    }

    public StatusIcon(Mark mark) {
        this(mark, 16);
    }

    public void show(Mark next) {
        if (next == mark) {
            return;
        }
        mark = next;
        getStyleClass().removeIf(c -> c.startsWith("tone-"));
        getStyleClass().add(next.toneClass());
        pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("ring"), next.outline().contains("M8 2.5"));
        outline.setContent(next.outline());
        sign.setContent(next.sign());
        turn();
    }

    private void turn() {
        if (turning != null) {
            turning.stop();
            turning = null;
            setRotate(0);
        }
        if (mark == Mark.RUNNING && getScene() != null) {
            RotateTransition turn = new RotateTransition(Duration.seconds(1), this);
            turn.setByAngle(360);
            turn.setInterpolator(Interpolator.LINEAR);
            turn.setCycleCount(Animation.INDEFINITE);
            turn.play();
            turning = turn;
        }
    }

    @Override
    protected void layoutChildren() {
        box.resizeRelocate(0, 0, size, size);
    }
}
