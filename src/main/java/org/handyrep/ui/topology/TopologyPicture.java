package org.handyrep.ui.topology;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.topology.TopologyLayout.Box;
import org.jspecify.annotations.Nullable;

/// The cards and streams of one cluster at 100 %. Nodes are kept from view to view and only told what changed.
final class TopologyPicture extends Pane {

    private final Map<String, ServerCard> cards = new LinkedHashMap<>();
    private final Map<String, StreamLine> lines = new HashMap<>();
    private final Group streams = new Group();
    private final RouteLines routes = new RouteLines();
    private final Group titles = new Group();
    private final Group cardLayer = new Group();
    private final StreamGrid grid = new StreamGrid();
    private final LagHistory history = new LagHistory();
    private final CardDrag drag;
    private final Consumer<String> onSelect;
    private final Consumer<ContextMenuEvent> onMenu;
    private TopologyModel model = TopologyModel.EMPTY;
    private TopologyLayout layout = TopologyLayout.of(model, 900, 700);
    private List<Object> arranged = List.of();
    private @Nullable String selected;
    private int interval = 1;
    private double roomWidth = 900;
    private double roomHeight = 700;

    /// All of a card that decides where things stand.
    private record Shape(String name, Lane lane, int depth, int rows) {
        static Shape of(Card c) {
            return new Shape(c.name(), c.lane(), c.depth(), c.rows().size());
        }
    }

    TopologyPicture(Consumer<String> onSelect, Consumer<ContextMenuEvent> onMenu, CardDrag.Drop onDrop) {
        this.onSelect = onSelect;
        this.onMenu = onMenu;
        drag = new CardDrag(this, onDrop);
        streams.setAutoSizeChildren(true);
        getChildren().addAll(titles, routes, streams, cardLayer, drag);
    }

    void show(ClusterView view, Instant now) {
        model = TopologyModel.of(view);
        interval = view.pollIntervalSeconds();
        history.add(view.snapshot().number(), model.edges());
        arrange();
        tick(now);
    }

    /// How much room the window has: decides the grid of small cards.
    void fit(double width, double height) {
        if (Math.abs(width - roomWidth) > 16 || Math.abs(height - roomHeight) > 16) {
            roomWidth = width;
            roomHeight = height;
            arrange();
        }
    }

    void tick(Instant now) {
        cards.values().forEach(c -> c.tick(now, interval));
    }

    TopologyLayout arrangement() {
        return layout;
    }

    TopologyModel model() {
        return model;
    }

    Optional<String> selected() {
        return Optional.ofNullable(selected);
    }

    Optional<ServerCard> card(String name) {
        return Optional.ofNullable(cards.get(name));
    }

    Optional<ServerCard> primaryCard() {
        return cards.values().stream().filter(c -> c.card().lane() == Lane.PRIMARY).findFirst();
    }

    Optional<ServerCard> cardAt(Point2D place) {
        return cards.values().stream().filter(c -> c.getBoundsInParent().contains(place)).findFirst();
    }

    Box box(ServerCard card) {
        return java.util.Objects.requireNonNull(layout.boxes().get(card.card().name()));
    }

    /// Puts back a card that is being dragged.
    ///
    /// @return whether there was one
    boolean cancelDrag() {
        return drag.cancel();
    }

    void select(Optional<String> name) {
        selected = name.orElse(null);
        cards.forEach((n, c) -> c.setSelected(n.equals(selected)));
        if (layout.dense()) {
            grid.show(model, layout, selected());
            routes.show(model, layout, selected());
        }
    }

    private void arrange() {
        boolean wasDense = layout.dense();
        List<Object> now = List.of(roomWidth, roomHeight, model.cards().stream().map(Shape::of).toList());
        boolean moved = !now.equals(arranged);
        if (moved) {
            layout = TopologyLayout.of(model, roomWidth, roomHeight);
            arranged = now;
        }
        if (wasDense != layout.dense()) {
            cards.clear();
            cardLayer.getChildren().clear();
        }
        setPrefSize(layout.width(), layout.height());
        showCards();
        showStreams();
        routes.show(model, layout, selected());
        if (!moved) {
            return;
        }
        titles.getChildren().setAll(layout.titles().stream()
                .map(t -> {
                    Label label = new Label(t.text());
                    label.getStyleClass().add("section");
                    label.relocate(t.x(), t.y());
                    return label;
                })
                .toList());
    }

    private void showCards() {
        cards.entrySet().removeIf(e -> {
            boolean gone = !layout.boxes().containsKey(e.getKey());
            if (gone) {
                cardLayer.getChildren().remove(e.getValue());
            }
            return gone;
        });
        for (Card c : model.cards()) {
            ServerCard node = cards.get(c.name());
            if (node == null) {
                node = newCard(c);
            } else {
                node.show(c);
            }
            Box box = java.util.Objects.requireNonNull(layout.boxes().get(c.name()));
            node.setPrefSize(box.width(), box.height());
            node.setMaxSize(box.width(), box.height());
            node.relocate(box.x(), box.y());
        }
    }

    private ServerCard newCard(Card c) {
        ServerCard node = new ServerCard(c, layout.dense());
        node.setId("card-" + c.name());
        node.setSelected(c.name().equals(selected));
        node.addEventHandler(MouseEvent.MOUSE_PRESSED, e -> {
            onSelect.accept(c.name());
            e.consume();
        });
        node.setOnContextMenuRequested(e -> {
            onSelect.accept(c.name());
            onMenu.accept(e);
            e.consume();
        });
        drag.attach(node);
        cards.put(c.name(), node);
        cardLayer.getChildren().add(node);
        return node;
    }

    private void showStreams() {
        if (layout.dense()) {
            lines.clear();
            if (!streams.getChildren().equals(List.of(grid))) {
                streams.getChildren().setAll(grid);
            }
            grid.show(model, layout, selected());
            return;
        }
        List<String> wanted = model.edges().stream().map(Edge::to).toList();
        lines.keySet().retainAll(wanted);
        streams.getChildren().removeIf(n -> !(n instanceof StreamLine line) || !lines.containsValue(line));
        Map<String, List<Edge>> bySender = new HashMap<>();
        model.edges().forEach(e -> bySender.computeIfAbsent(e.from(), k -> new java.util.ArrayList<>()).add(e));
        bySender.forEach((sender, edges) -> {
            Box from = layout.boxes().get(sender);
            if (from == null) {
                return;
            }
            double spread = Math.min(14, (from.height() - 24) / Math.max(1, edges.size()));
            double y = from.middle() - spread * (edges.size() - 1) / 2;
            for (Edge e : edges) {
                StreamLine line = lines.computeIfAbsent(e.to(), k -> {
                    StreamLine fresh = new StreamLine();
                    streams.getChildren().add(fresh);
                    return fresh;
                });
                line.show(e, from, java.util.Objects.requireNonNull(layout.boxes().get(e.to())), y, history.of(e.to()));
                y += spread;
            }
        });
    }
}
