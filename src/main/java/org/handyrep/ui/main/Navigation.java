package org.handyrep.ui.main;

import java.util.List;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.ui.common.StatusIcon;
import org.jspecify.annotations.Nullable;

/// The left side: the clusters with their status, below them the pages of the selected one.
final class Navigation extends VBox {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final VBox clusters = new VBox(2);
    private final VBox pages = new VBox(2);
    private final Label pagesTitle = section("");
    private final Consumer<ClusterSession> onCluster;
    private final Consumer<ClusterSession> onForget;

    private final Label who = new Label();
    private final VBox people = new VBox(4);

    Navigation(
            Consumer<ClusterSession> onCluster,
            Consumer<Page> onPage,
            Runnable onAdd,
            Consumer<ClusterSession> onForget,
            Runnable onSignOut) {
        super(6);
        this.onCluster = onCluster;
        this.onForget = onForget;
        getStyleClass().addAll("panel", "navigation");
        setId("navigation");
        setPrefWidth(208);
        setMinWidth(208);
        Button add = item("+  Add cluster…", null, "");
        add.setId("add-cluster");
        add.getStyleClass().add("nav-quiet");
        add.setOnAction(e -> onAdd.run());
        for (Page page : Page.values()) {
            Button button = item(page.title(), null, "");
            button.setId("page-" + page.name().toLowerCase(java.util.Locale.ROOT));
            button.setUserData(page);
            button.setOnAction(e -> onPage.accept(page));
            pages.getChildren().add(button);
        }
        ScrollPane scroll = new ScrollPane(new VBox(2, clusters, add));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().addAll("edge-to-edge", "nav-scroll");
        scroll.setMinHeight(80);
        Region gap = new Region();
        gap.setMinHeight(12);
        who.setId("signed-in");
        who.setWrapText(true);
        who.setMinHeight(USE_PREF_SIZE);
        who.setPadding(new Insets(0, 8, 0, 11));
        Button out = item("Sign out", null, "nav-quiet");
        out.setId("sign-out");
        out.setOnAction(e -> onSignOut.run());
        people.getChildren().addAll(section("SIGNED IN"), who, out);
        Region fill = new Region();
        VBox.setVgrow(fill, Priority.ALWAYS);
        getChildren().addAll(section("CLUSTERS"), scroll, gap, pagesTitle, pages, fill, people);
    }

    void show(List<ClusterSession> sessions, @Nullable ClusterSession current) {
        if (clusters.getChildren().size() != sessions.size()) {
            clusters.getChildren().setAll(sessions.stream().map(s -> clusterItem()).toList());
        }
        for (int i = 0; i < sessions.size(); i++) {
            ClusterSession session = sessions.get(i);
            Button button = (Button) clusters.getChildren().get(i);
            button.setOnAction(e -> onCluster.accept(session));
            button.pseudoClassStateChanged(SELECTED, session == current);
            button.setAccessibleText(session.name() + ", " + session.statusWord());
            Parts parts = (Parts) button.getUserData();
            parts.icon.show(session.mark());
            parts.name.setText(session.name());
            boolean locked = session.state() instanceof ClusterSession.State.Locked;
            parts.count.setText(locked ? "sign in" : session.servers().map(String::valueOf).orElse(""));
            parts.tooltip.setText(session.name() + ": " + session.statusWord()
                    + session.conf().map(c -> "\n" + c).orElse(""));
            button.setContextMenu(menu(session));
        }
        pagesTitle.setText(current == null ? "" : current.name().toUpperCase(java.util.Locale.ROOT));
        boolean open = current != null && current.open().isPresent();
        people.setVisible(open);
        who.setText(current == null ? "" : current.open().map(o -> o.who().text()).orElse(""));
        pages.setVisible(open);
        pagesTitle.setVisible(open);
        pages.getChildren()
                .forEach(p -> p.pseudoClassStateChanged(SELECTED, current != null && p.getUserData() == current.page()));
    }

    private ContextMenu menu(ClusterSession session) {
        MenuItem forget = new MenuItem("Remove from this list");
        forget.setDisable(session.isDemo());
        forget.setOnAction(e -> onForget.accept(session));
        return new ContextMenu(forget);
    }

    private record Parts(StatusIcon icon, Label name, Label count, Tooltip tooltip) {}

    private static Button clusterItem() {
        StatusIcon icon = new StatusIcon(org.handyrep.ui.common.Mark.UNKNOWN, 15);
        Label name = new Label();
        Label count = new Label();
        count.getStyleClass().addAll("muted", "small");
        count.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(8, icon, name, space, count);
        line.setAlignment(Pos.CENTER_LEFT);
        Button button = item("", line, "cluster-item");
        line.prefWidthProperty().bind(button.widthProperty().subtract(24));
        Tooltip tooltip = new Tooltip();
        button.setTooltip(tooltip);
        button.setUserData(new Parts(icon, name, count, tooltip));
        return button;
    }

    private static Button item(String text, @Nullable HBox graphic, String style) {
        Button button = new Button(text);
        button.getStyleClass().setAll("nav-item");
        if (graphic != null) {
            button.setGraphic(graphic);
            button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }
        if (!style.isEmpty()) {
            button.getStyleClass().add(style);
        }
        button.setMnemonicParsing(false);
        button.setAlignment(Pos.CENTER_LEFT);
        button.setMaxWidth(Double.MAX_VALUE);
        return button;
    }

    private static Label section(String text) {
        Label label = new Label(text);
        label.getStyleClass().addAll("section", "nav-section");
        return label;
    }
}
