package org.handyrep.ui.topology;

import java.time.Instant;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.transform.Scale;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.plan.Request;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;
import org.handyrep.ui.server.ActionItems;
import org.jspecify.annotations.Nullable;

/// The main page: the picture of the cluster with zoom, selection by mouse and arrow keys, and the actions of a server in its context menu.
public final class TopologyPage implements PageView {

    private static final double SMALLEST = 0.4;
    private static final double LARGEST = 2.0;
    private static final double LOWEST_PICTURE = 220;
    private static final double LOWEST_TILES = 120;

    private final Engine engine;
    private final Navigator nav;
    private final TopologyPicture picture;
    private final Scale scale = new Scale(1, 1, 0, 0);
    private final ScrollPane scroll;
    private final FlowPane tiles = new FlowPane(16, 16);
    private final BorderPane node = new BorderPane();
    private final ContextMenu menu = new ContextMenu();
    private final IfLostTile ifLost = new IfLostTile();
    private boolean fitting = true;
    private @Nullable ClusterView shown;

    public TopologyPage(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
        picture = new TopologyPicture(this::clicked, this::showMenu, new CardDrag.Drop() {
            @Override
            public void follow(String replica, String upstream) {
                nav.request(new Request.Remaster(replica, Optional.of(upstream)));
            }

            @Override
            public void takeOver(String replica) {
                nav.openWizard(Optional.of(replica));
            }
        });
        picture.getTransforms().add(scale);
        StackPane holder = new StackPane(new Group(picture));
        holder.setAlignment(Pos.TOP_LEFT);
        holder.getStyleClass().add("canvas");
        scroll = new ScrollPane(holder);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setPannable(true);
        scroll.setId("topology");
        scroll.getStyleClass().addAll("edge-to-edge", "topology-scroll");
        scroll.setFocusTraversable(true);
        scroll.setAccessibleText("Topology: arrow keys go from server to server");
        scroll.viewportBoundsProperty().addListener((o, was, now) -> fitIfWanted());
        scroll.addEventFilter(ScrollEvent.SCROLL, this::wheel);
        scroll.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
        scroll.addEventHandler(MouseEvent.MOUSE_PRESSED, e -> scroll.requestFocus());
        tiles.setPadding(new Insets(0, 16, 16, 24));
        tiles.setAlignment(Pos.BOTTOM_LEFT);
        // else it could never become narrower than its widest tile is now
        tiles.setMinWidth(0);
        tiles.getChildren().add(ifLost);
        tiles.widthProperty().addListener((o, was, now) -> ifLost.available(now.doubleValue() - 40));
        HBox zoom = zoomButtons();
        StackPane.setAlignment(zoom, Pos.BOTTOM_RIGHT);
        StackPane.setMargin(zoom, new Insets(16));
        node.setCenter(new StackPane(scroll, zoom));
        node.setBottom(below());
        node.getStyleClass().add("canvas");
    }

    /// The tiles, as high as they are as long as the picture keeps its share of a low window.
    private ScrollPane below() {
        ScrollPane below = new ScrollPane(tiles);
        below.setFitToWidth(true);
        below.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        below.getStyleClass().addAll("edge-to-edge", "plain-scroll");
        below.setFocusTraversable(false);
        below.setMinHeight(0);
        below.prefHeightProperty().bind(Bindings.createDoubleBinding(
                () -> Math.min(tiles.getHeight(), Math.max(LOWEST_TILES, node.getHeight() - LOWEST_PICTURE)), tiles.heightProperty(), node.heightProperty()));
        return below;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(ClusterView view) {
        shown = view;
        picture.show(view, Instant.now());
        picture.select(nav.selected());
        ifLost.show(view.ifLost());
        fitIfWanted();
    }

    @Override
    public void tick(Instant now) {
        picture.tick(now);
    }

    @Override
    public void select(Optional<String> server) {
        picture.select(server);
    }

    @Override
    public void focus() {
        scroll.requestFocus();
    }

    /// Puts a further tile beside the one about losing the primary.
    public void addTile(Node tile) {
        tiles.getChildren().add(tile);
    }

    public void zoomIn() {
        zoom(scale.getX() * 1.2);
    }

    public void zoomOut() {
        zoom(scale.getX() / 1.2);
    }

    public void zoomToFit() {
        fitting = true;
        fitIfWanted();
    }

    public double zoomFactor() {
        return scale.getX();
    }

    private void zoom(double factor) {
        fitting = false;
        set(factor);
    }

    private void set(double factor) {
        double f = Math.clamp(factor, SMALLEST, LARGEST);
        scale.setX(f);
        scale.setY(f);
    }

    private void fitIfWanted() {
        double width = scroll.getViewportBounds().getWidth();
        double height = scroll.getViewportBounds().getHeight();
        if (!fitting || width < 100 || height < 100) {
            return;
        }
        picture.fit(width, height);
        TopologyLayout layout = picture.arrangement();
        set(Math.min(1, Math.min(width / layout.width(), height / layout.height())));
    }

    private void wheel(ScrollEvent e) {
        if (e.isShortcutDown() && e.getDeltaY() != 0) {
            zoom(scale.getX() * Math.pow(1.002, e.getDeltaY()));
            e.consume();
        }
    }

    private void key(KeyEvent e) {
        if (e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        switch (e.getCode()) {
            case LEFT -> move(-1, 0);
            case RIGHT -> move(1, 0);
            case UP -> move(0, -1);
            case DOWN -> move(0, 1);
            case HOME -> first();
            case PLUS, EQUALS, ADD -> zoomIn();
            case MINUS, SUBTRACT -> zoomOut();
            case DIGIT0, NUMPAD0 -> zoomToFit();
            case CONTEXT_MENU, ENTER -> keyMenu();
            case ESCAPE -> {
                if (!picture.cancelDrag()) {
                    return;
                }
            }
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void move(int dx, int dy) {
        Optional<String> here = picture.selected();
        if (here.isEmpty()) {
            first();
        } else {
            here.flatMap(name -> picture.arrangement().neighbour(name, dx, dy)).ifPresent(this::go);
        }
    }

    private void first() {
        picture.model().cards().stream()
                .filter(c -> c.lane() == Lane.PRIMARY)
                .findFirst()
                .or(() -> picture.model().cards().stream().findFirst())
                .ifPresent(c -> go(c.name()));
    }

    private void go(String name) {
        nav.select(name);
        picture.card(name).ifPresent(this::reveal);
    }

    private void clicked(String name) {
        scroll.requestFocus();
        nav.select(name);
    }

    private void reveal(ServerCard card) {
        double extraX = picture.arrangement().width() * scale.getX() - scroll.getViewportBounds().getWidth();
        double extraY = picture.arrangement().height() * scale.getY() - scroll.getViewportBounds().getHeight();
        if (extraX > 0) {
            double centre = (card.getLayoutX() + card.getWidth() / 2) * scale.getX();
            scroll.setHvalue(Math.clamp((centre - scroll.getViewportBounds().getWidth() / 2) / extraX, 0, 1));
        }
        if (extraY > 0) {
            double centre = (card.getLayoutY() + card.getHeight() / 2) * scale.getY();
            scroll.setVvalue(Math.clamp((centre - scroll.getViewportBounds().getHeight() / 2) / extraY, 0, 1));
        }
    }

    private void showMenu(ContextMenuEvent e) {
        picture.selected().ifPresent(name -> {
            menu.getItems().setAll(ActionItems.of(engine, nav, name, false));
            menu.show(node, e.getScreenX(), e.getScreenY());
        });
    }

    private void keyMenu() {
        picture.selected().flatMap(picture::card).ifPresent(card -> {
            menu.getItems().setAll(ActionItems.of(engine, nav, card.card().name(), false));
            var at = card.localToScreen(card.getWidth() / 2, card.getHeight());
            menu.show(node, at.getX(), at.getY());
        });
    }

    private HBox zoomButtons() {
        Button out = small("−", "Zoom out (-)", this::zoomOut);
        Button in = small("+", "Zoom in (+)", this::zoomIn);
        Button fit = small("Fit", "Show everything (0)", this::zoomToFit);
        HBox box = new HBox(4, out, in, fit);
        box.setId("zoom");
        box.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        return box;
    }

    private static Button small(String text, String help, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().addAll("small", "zoom-button");
        button.setFocusTraversable(false);
        button.setTooltip(new javafx.scene.control.Tooltip(help));
        button.setAccessibleText(help);
        button.setOnAction(e -> action.run());
        return button;
    }
}
