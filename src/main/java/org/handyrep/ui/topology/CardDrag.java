package org.handyrep.ui.topology;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Point2D;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Line;
import org.handyrep.ui.topology.TopologyLayout.Box;
import org.jspecify.annotations.Nullable;

/// A replica in the hand: dropped on another server it is to follow that, dropped on the crown above the primary it is to take its place. The stream that it would
/// have is drawn meanwhile; nothing happens before a plan was shown and agreed to.
final class CardDrag extends Group {

    private static final PseudoClass TARGET = PseudoClass.getPseudoClass("target");
    private static final double THRESHOLD = 8;
    private static final double CROWN_HEIGHT = 26;

    /// What a drop asks for.
    interface Drop {
        void follow(String replica, String upstream);

        void takeOver(String replica);
    }

    private final TopologyPicture picture;
    private final Drop drop;
    private final Label note = new Label();
    private final Label crown = new Label("♛ becomes primary");
    private final Line stream = new Line();
    private @Nullable ServerCard held;
    private @Nullable ServerCard target;
    private Point2D start = Point2D.ZERO;
    private boolean dragging;
    private boolean onCrown;

    CardDrag(TopologyPicture picture, Drop drop) {
        this.picture = picture;
        this.drop = drop;
        setMouseTransparent(true);
        setAutoSizeChildren(true);
        note.getStyleClass().add("drag-note");
        crown.getStyleClass().add("crown");
        crown.setId("crown");
        stream.getStyleClass().add("drag-stream");
        getChildren().addAll(stream, crown, note);
        end();
    }

    void attach(ServerCard card) {
        card.addEventHandler(MouseEvent.MOUSE_PRESSED, e -> {
            boolean movable = e.getButton() == MouseButton.PRIMARY && card.card().lane() == Lane.REPLICAS;
            held = movable ? card : null;
            start = at(e);
        });
        card.addEventHandler(MouseEvent.MOUSE_DRAGGED, e -> {
            if (held != null && (dragging || at(e).distance(start) > THRESHOLD)) {
                dragging = true;
                over(held, at(e));
            }
            e.consume();
        });
        card.addEventHandler(MouseEvent.MOUSE_RELEASED, e -> {
            if (dragging && held != null) {
                over(held, at(e));
                release(held);
                e.consume();
            }
            end();
        });
    }

    /// @return whether there was something in the hand
    boolean cancel() {
        boolean was = dragging;
        end();
        return was;
    }

    private Point2D at(MouseEvent e) {
        return picture.sceneToLocal(e.getSceneX(), e.getSceneY());
    }

    private void over(ServerCard card, Point2D mouse) {
        setVisible(true);
        Optional<ServerCard> primary = picture.primaryCard().filter(p -> p != card);
        primary.ifPresent(p -> crown.relocate(p.getLayoutX(), p.getLayoutY() - CROWN_HEIGHT - 4));
        crown.setVisible(primary.isPresent());
        onCrown = primary.isPresent() && crown.getBoundsInParent().contains(mouse);
        crown.pseudoClassStateChanged(TARGET, onCrown);
        mark(onCrown ? null : picture.cardAt(mouse).filter(c -> c != card && c.card().lane() != Lane.PROXIES && c.card().lane() != Lane.OTHERS).orElse(null));
        String name = card.card().name();
        note.setText(onCrown
                ? "Switch over to " + name + "…"
                : target == null ? name + ": drop it on the server that it is to follow" : "Let " + name + " follow " + target.card().name() + "…");
        note.relocate(mouse.getX() + 12, mouse.getY() + 16);
        draw(card);
    }

    private void draw(ServerCard card) {
        stream.setVisible(target != null);
        if (target != null) {
            Box from = picture.box(target);
            Box to = picture.box(card);
            stream.setStartX(from.right());
            stream.setStartY(from.middle());
            stream.setEndX(to.x() > from.x() ? to.x() : to.right());
            stream.setEndY(to.middle());
        }
    }

    private void mark(@Nullable ServerCard next) {
        if (target != null) {
            target.pseudoClassStateChanged(TARGET, false);
        }
        target = next;
        if (next != null) {
            next.pseudoClassStateChanged(TARGET, true);
        }
    }

    private void release(ServerCard card) {
        String name = card.card().name();
        if (onCrown) {
            drop.takeOver(name);
        } else if (target != null) {
            drop.follow(name, target.card().name());
        }
    }

    private void end() {
        mark(null);
        held = null;
        dragging = false;
        onCrown = false;
        setVisible(false);
    }
}
