package org.handyrep.ui.main;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.MenuBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.ui.alert.DesktopNote;
import org.handyrep.ui.automation.Drawer;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.Notices;
import org.handyrep.ui.split.SplitWindow;
import org.jspecify.annotations.Nullable;

/// The window's content: navigation left, verdict on top, the page, the server panel right, the operation below. Shows the current session and is told of every change.
public final class Frame {

    private final StackPane root = new StackPane();
    private final BorderPane inner = new BorderPane();
    private final BorderPane work = new BorderPane();
    private final BorderPane page = new BorderPane();
    private final VerdictBar verdict = new VerdictBar(this::toggle, this::openSplit);
    private final VBox top = new VBox(verdict);
    private final Navigation navigation;
    private final Notices notices = new Notices(Duration.seconds(6));
    private final StandingNews standing = new StandingNews(notices);
    private final ClusterList clusters;
    private final Commands commands;
    private final Menus menus;
    private final Consumer<Boolean> onPanel;
    private boolean panelWanted = true;
    private @Nullable ClusterSession current;

    Frame(ClusterList clusters, Commands commands) {
        this.clusters = clusters;
        this.commands = commands;
        navigation = new Navigation(this::open, this::turnTo, commands::addCluster, commands::forget, this::signOut);
        menus = new Menus(this, commands);
        onPanel = menus::panelShown;
        MenuBar bar = menus.bar();
        BorderPane right = new BorderPane(work);
        right.setTop(top);
        inner.setTop(bar);
        inner.setLeft(navigation);
        inner.setCenter(right);
        root.getChildren().add(inner);
        StackPane over = new StackPane(page, notices);
        StackPane.setAlignment(notices, Pos.BOTTOM_RIGHT);
        work.setCenter(over);
        page.setCenter(ProblemsPage.opening("Starting…"));
        work.getStyleClass().add("canvas");
    }

    public StackPane root() {
        return root;
    }

    Notices notices() {
        return notices;
    }

    Window window() {
        return root.getScene().getWindow();
    }

    Optional<ClusterSession> current() {
        return Optional.ofNullable(current);
    }

    /// Makes a session the one that is shown.
    void open(ClusterSession session) {
        current = session;
        refresh();
        commands.remember();
    }

    /// Nothing to show: no cluster is remembered.
    void showWelcome(Runnable add) {
        current = null;
        verdict.say(Mark.UNKNOWN, "No cluster is open.");
        page.setCenter(ProblemsPage.welcome(add));
        top.getChildren().setAll(verdict);
        work.setRight(null);
        work.setBottom(null);
        navigation.show(clusters.sessions(), null);
        menus.refresh();
    }

    /// A session began, was refused, or has another page: show it anew.
    void refresh() {
        ClusterSession session = current;
        navigation.show(clusters.sessions(), session);
        menus.refresh();
        if (session == null) {
            return;
        }
        switch (session.state()) {
            case ClusterSession.State.Opening o -> {
                verdict.say(Mark.RUNNING, o.what());
                alone(ProblemsPage.opening(o.what()));
            }
            case ClusterSession.State.Refused r -> {
                verdict.say(Mark.DOWN, session.name() + " is not watched: its configuration was refused.");
                alone(ProblemsPage.refused(session.name(), r.problems(), () -> clusters.reopen(session)));
            }
            case ClusterSession.State.Locked l -> {
                verdict.say(Mark.UNKNOWN, "Sign in to see " + session.name() + ".");
                alone(l.page().node());
                l.page().focus();
            }
            case ClusterSession.State.Open o -> showOpen(session, o);
        }
    }

    private void alone(Node node) {
        top.getChildren().setAll(verdict);
        page.setCenter(node);
        work.setRight(null);
        work.setBottom(null);
    }

    private void showOpen(ClusterSession session, ClusterSession.State.Open open) {
        PageView shown = session.pages().computeIfAbsent(session.page(), p -> {
            PageView fresh = Pages.make(p, open.engine(), open.nav());
            DemoTile.addTo(fresh, session);
            return fresh;
        });
        if (page.getCenter() != shown.node()) {
            page.setCenter(shown.node());
        }
        boolean withPanel = panelWanted && session.page() == Page.TOPOLOGY;
        work.setRight(withPanel ? open.panel().node() : null);
        work.setBottom(open.operation().node());
        if (!top.getChildren().contains(open.drawer().node())) {
            top.getChildren().setAll(verdict, open.drawer().node());
            open.drawer().onChange(() -> verdict.opened(open.drawer().part()));
            verdict.opened(open.drawer().part());
        }
        session.view().ifPresent(view -> tell(session, open, view));
        shown.focus();
    }

    private void tell(ClusterSession session, ClusterSession.State.Open open, ClusterView view) {
        Instant now = Instant.now();
        verdict.show(Verdict.of(view), now);
        open.drawer().show(view);
        open.panel().show(view);
        open.panel().select(session.selected());
        open.operation().show(view);
        PageView shown = session.pages().get(session.page());
        if (shown != null) {
            shown.show(view);
        }
        menus.refresh();
    }

    /// A newer view of a session has arrived.
    void arrived(ClusterSession session) {
        navigation.show(clusters.sessions(), current);
        if (session == current) {
            session.open().ifPresent(o -> session.view().ifPresent(v -> tell(session, o, v)));
        }
    }

    /// Tells it where it is seen: in the corner, and in the title while the window is behind others.
    void ended(ClusterSession session, Operation operation) {
        String news = session.name() + ": " + operation.summary();
        notices.add(Mark.of(operation.state()), news);
        if (!window().isFocused()) {
            news(news);
        }
    }

    /// What the desktop could not be told.
    private void attention(ClusterSession session, DesktopNote note) {
        standing.add(session, note);
        if (!window().isFocused()) {
            news(note.title());
        }
    }

    /// Tells the desktop what is new in a cluster, whether it is the one that is shown or not.
    void compare(ClusterSession session, ClusterView before, ClusterView after) {
        standing.settle(session, after);
        DesktopNote.between(before, after).forEach(note -> commands.tell(note, () -> attention(session, note)));
    }

    private void news(String news) {
        Stage stage = (Stage) window();
        stage.setTitle(news + " – HandyRep");
        stage.focusedProperty().addListener(new InvalidationListener() {
            @Override
            public void invalidated(Observable focused) {
                stage.focusedProperty().removeListener(this);
                stage.setTitle("HandyRep");
            }
        });
    }

    void tick(Instant now) {
        verdict.tick(now);
        ClusterSession session = current;
        if (session == null) {
            return;
        }
        session.open().ifPresent(o -> {
            o.panel().tick(now);
            o.drawer().tick(now);
        });
        PageView shown = session.pages().get(session.page());
        if (shown != null) {
            shown.tick(now);
        }
    }

    void showPage(ClusterSession session, Page next) {
        session.page(next);
        if (session == current) {
            refresh();
        }
    }

    private void turnTo(Page next) {
        current().ifPresent(s -> showPage(s, next));
    }

    void select(ClusterSession session, Optional<String> server) {
        session.selected(server);
        session.pages().values().forEach(p -> p.select(server));
        session.open().ifPresent(o -> o.panel().select(server));
        menus.refresh();
    }

    /// The other way round where nobody is signed in.
    void signOut() {
        current().ifPresent(session -> {
            switch (session.state()) {
                case ClusterSession.State.Opening ignored -> {}
                case ClusterSession.State.Refused ignored -> {}
                case ClusterSession.State.Locked locked -> locked.page().focus();
                case ClusterSession.State.Open ignored -> clusters.signOut(session);
            }
        });
    }

    /// Opens or closes what lies below the verdict.
    void toggle(Drawer.Part part) {
        current().flatMap(ClusterSession::open).ifPresent(o -> o.drawer().toggle(part));
    }

    /// Both sides of a split brain.
    void openSplit() {
        current().flatMap(ClusterSession::open).ifPresent(o -> new SplitWindow(o.engine(), o.nav()).show());
    }

    /// All that is wrong with the cluster.
    void showProblems() {
        verdict.showNotes();
    }

    void togglePanel() {
        panelWanted = !panelWanted;
        onPanel.accept(panelWanted);
        refresh();
    }

    List<ClusterSession> sessions() {
        return clusters.sessions();
    }
}
