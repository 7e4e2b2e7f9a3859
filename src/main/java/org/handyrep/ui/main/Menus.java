package org.handyrep.ui.main;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.handyrep.engine.Engine;
import org.handyrep.plan.Request;
import org.handyrep.ui.server.ActionItems;
import org.handyrep.ui.server.ServerAction;
import org.handyrep.ui.server.ServerActions;
import org.handyrep.ui.settings.ConfigurationPage;
import org.handyrep.ui.settings.PluginsPage;
import org.handyrep.ui.topology.TopologyPage;

/// The menu bar: every action of the window with its key.
final class Menus {

    private static final String READ = "Read the configuration again";

    /// @param nav stands for the cluster and for who is signed in: another one with the same servers is another one
    private record Offered(SessionNavigator nav, String server, List<ServerAction> offers, List<ServerAction> upstreams) {

        static Offered of(ClusterSession.State.Open open, String server) {
            ServerActions actions = new ServerActions(open.engine(), open.nav());
            return new Offered(open.nav(), server, actions.of(server), actions.upstreams(server));
        }
    }

    private final Frame frame;
    private final Commands commands;
    private final Menu server = new Menu("_Server");
    private final Menu demo = new Menu("_Demo");
    private final MenuBar bar = new MenuBar();
    private final CheckMenuItem notifications = new CheckMenuItem("System notifications");
    private final CheckMenuItem panel = new CheckMenuItem("Server panel");
    private final MenuItem signIn = item("Sign out", "L", () -> {});
    private final MenuItem poll = item("Poll now", "", () -> {});
    private final MenuItem failover = item("Manual failover…", "", () -> {});
    private final MenuItem clone = item("Clone a replica…", "K", () -> nav().ifPresent(Navigator::cloneReplica));
    private final MenuItem add = item("Add server…", "N", () -> nav().ifPresent(n -> n.editServer(Optional.empty(), Optional.empty())));
    private final MenuItem read = item(READ, "", () -> onPage(Page.CONFIGURATION, ConfigurationPage.class).ifPresent(ConfigurationPage::readAgain));
    private final MenuItem reload = item("Reload plugins", "R", () -> onPage(Page.PLUGINS, PluginsPage.class).ifPresent(PluginsPage::reload));
    private final MenuItem test = item("Test all plugins", "T", () -> onPage(Page.PLUGINS, PluginsPage.class).ifPresent(PluginsPage::testAll));
    private final MenuItem problems = item("Problems", "", () -> {});
    private final MenuItem archive = plan("Start archiving…", new Request.Archiving(true));
    private final MenuItem archiveNot = plan("Stop archiving…", new Request.Archiving(false));
    private final MenuItem cleanUp = plan("Clean up the archive…", new Request.CleanUpArchive());
    private final MenuItem connections = plan("Move connections to the primary…", new Request.ConnectionFailover(Optional.empty()));
    private final AutomationMenu automation;
    private final OperationMenu operation;
    private Optional<Offered> offered = Optional.empty();

    Menus(Frame frame, Commands commands) {
        this.frame = frame;
        this.commands = commands;
        automation = new AutomationMenu(frame);
        operation = new OperationMenu(frame);
        bar.setId("menu-bar");
        bar.setUseSystemMenuBar(true);
        bar.getMenus().addAll(file(), cluster(), server, automation.menu(), view(), help());
        DemoMenu.prepare(demo, frame);
        refresh();
    }

    MenuBar bar() {
        return bar;
    }

    void panelShown(boolean shown) {
        panel.setSelected(shown);
    }

    /// Rebuilds what depends on the selected server, if it has changed.
    void refresh() {
        boolean wantsDemo = frame.current().flatMap(ClusterSession::controls).isPresent();
        if (wantsDemo != bar.getMenus().contains(demo)) {
            if (wantsDemo) {
                bar.getMenus().add(bar.getMenus().size() - 1, demo);
            } else {
                bar.getMenus().remove(demo);
            }
        }
        people();
        automation.refresh();
        operation.refresh();
        Optional<ClusterSession.State.Open> open = frame.current().flatMap(ClusterSession::open);
        Optional<String> selected = frame.current().flatMap(ClusterSession::selected);
        Optional<Offered> now = open.flatMap(o -> selected.map(s -> Offered.of(o, s)));
        if (now.equals(offered) && !server.getItems().isEmpty()) {
            return;
        }
        offered = now;
        if (open.isPresent() && selected.isPresent()) {
            server.getItems().setAll(ActionItems.of(open.get().engine(), open.get().nav(), selected.get(), true));
        } else {
            MenuItem none = new MenuItem("No server is selected");
            none.setDisable(true);
            server.getItems().setAll(none);
        }
    }

    private void people() {
        Optional<ClusterSession.State.Open> open = frame.current().flatMap(ClusterSession::open);
        boolean locked = frame.current().map(s -> s.state() instanceof ClusterSession.State.Locked).orElse(false);
        signIn.setText(open.map(o -> "Sign out " + o.who().operator().displayName()).orElse("Sign in…"));
        signIn.setDisable(open.isEmpty() && !locked);
        allow(poll, "Poll now", open, "verify_all");
        allow(failover, "Manual failover…", open, "manual_failover");
        allow(connections, "Move connections to the primary…", open, "connection_failover");
        allow(clone, "Clone a replica…", open, "clone");
        allow(add, "Add server…", open, "add_server");
        allow(archive, "Start archiving…", open, "start_archiving");
        allow(archiveNot, "Stop archiving…", open, "stop_archiving");
        allow(cleanUp, "Clean up the archive…", open, "cleanup_archive");
        allow(read, READ, open, "reload_conf");
        allow(reload, "Reload plugins", open, "reload_conf");
        test.setDisable(open.isEmpty());
        String wrong = frame.current().flatMap(ClusterSession::view).map(v -> Verdict.of(v).notesLabel()).orElse("");
        problems.setText(wrong.isEmpty() ? "Problems   (there are none)" : wrong);
        problems.setDisable(wrong.isEmpty());
    }

    /// A disabled item cannot show a tooltip, so its text carries the reason.
    private static void allow(MenuItem item, String text, Optional<ClusterSession.State.Open> open, String function) {
        Optional<String> why = open.flatMap(o -> o.nav().forbidden(function));
        item.setText(text + why.map(reason -> "   (" + reason + ")").orElse(""));
        item.setDisable(open.isEmpty() || why.isPresent());
    }

    private Menu file() {
        return menu(
                "_File",
                item("Add cluster…", "O", commands::addCluster),
                item("Remove cluster from list", "", () -> frame.current().ifPresent(commands::forget)),
                new SeparatorMenuItem(),
                item("Quit", "Q", commands::quit));
    }

    private Menu cluster() {
        signIn.setOnAction(e -> frame.signOut());
        signIn.setMnemonicParsing(false);
        poll.setOnAction(e -> engine().ifPresent(Engine::pollNow));
        poll.setMnemonicParsing(false);
        failover.setMnemonicParsing(false);
        poll.setAccelerator(new KeyCodeCombination(KeyCode.F5));
        failover.setOnAction(e -> frame.current()
                .flatMap(ClusterSession::open)
                .ifPresent(o -> o.nav().openWizard(Optional.empty())));
        failover.setAccelerator(new KeyCodeCombination(KeyCode.F8));
        read.setMnemonicParsing(false);
        read.setAccelerator(new KeyCodeCombination(KeyCode.F5, KeyCombination.SHIFT_DOWN));
        MenuItem next = item("Next cluster", "", this::nextCluster);
        next.setAccelerator(new KeyCodeCombination(KeyCode.F6));
        Menu menu = menu("_Cluster", poll, failover, connections, new SeparatorMenuItem());
        menu.getItems().addAll(operation.items());
        menu.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        clone, add, new SeparatorMenuItem(),
                        archive, archiveNot, cleanUp, new SeparatorMenuItem(),
                        read, test, reload, new SeparatorMenuItem(),
                        next, signIn);
        return menu;
    }

    private MenuItem plan(String text, Request request) {
        return item(text, "", () -> frame.current().flatMap(ClusterSession::open).ifPresent(o -> o.nav().request(request)));
    }

    private Menu view() {
        Menu menu = menu("_View");
        for (Page page : Page.values()) {
            menu.getItems()
                    .add(item(page.title(), String.valueOf(page.ordinal() + 1), () -> frame.current()
                            .ifPresent(s -> frame.showPage(s, page))));
        }
        problems.setAccelerator(new KeyCodeCombination(KeyCode.F2));
        problems.setOnAction(e -> frame.showProblems());
        MenuItem messages = item("Close the messages", "", () -> frame.notices().getChildren().clear());
        messages.setAccelerator(new KeyCodeCombination(KeyCode.F2, KeyCombination.SHIFT_DOWN));
        panel.setSelected(true);
        notifications.setSelected(commands.notifications());
        notifications.setOnAction(e -> commands.switchNotifications());
        panel.setAccelerator(new KeyCodeCombination(KeyCode.F9));
        panel.setOnAction(e -> frame.togglePanel());
        menu.getItems()
                .addAll(
                        new SeparatorMenuItem(),
                        problems,
                        messages,
                        new SeparatorMenuItem(),
                        item("Zoom in", "Equals", () -> topology().ifPresent(TopologyPage::zoomIn)),
                        item("Zoom out", "Minus", () -> topology().ifPresent(TopologyPage::zoomOut)),
                        item("Fit", "0", () -> topology().ifPresent(TopologyPage::zoomToFit)),
                        new SeparatorMenuItem(),
                        panel,
                        notifications,
                        item("Light or dark", "D", commands::switchLook));
        return menu;
    }

    private Menu help() {
        MenuItem keys = item("Keys", "", commands::showKeys);
        keys.setAccelerator(new KeyCodeCombination(KeyCode.F1));
        return menu("_Help", keys, item("About HandyRep", "", commands::about));
    }

    private Optional<SessionNavigator> nav() {
        return frame.current().flatMap(ClusterSession::open).map(ClusterSession.State.Open::nav);
    }

    private Optional<Engine> engine() {
        return frame.current().flatMap(ClusterSession::open).map(ClusterSession.State.Open::engine);
    }

    private Optional<TopologyPage> topology() {
        return made(Page.TOPOLOGY, TopologyPage.class);
    }

    private <T> Optional<T> made(Page page, Class<T> type) {
        return frame.current().flatMap(s -> Optional.ofNullable(s.pages().get(page))).filter(type::isInstance).map(type::cast);
    }

    /// Brings the page up, because that is where the result is told.
    private <T> Optional<T> onPage(Page page, Class<T> type) {
        frame.current().filter(s -> s.open().isPresent()).ifPresent(s -> frame.showPage(s, page));
        return made(page, type);
    }

    private void nextCluster() {
        List<ClusterSession> all = frame.sessions();
        frame.current().ifPresent(c -> frame.open(all.get((all.indexOf(c) + 1) % all.size())));
    }

    private static Menu menu(String title, MenuItem... items) {
        Menu menu = new Menu(title);
        menu.getItems().addAll(items);
        return menu;
    }

    /// @param key the letter or key name pressed with Ctrl (Cmd on a Mac); empty for none
    private static MenuItem item(String text, String key, Runnable action) {
        MenuItem item = new MenuItem(text);
        if (!key.isEmpty()) {
            item.setAccelerator(KeyCombination.valueOf("Shortcut+" + key));
        }
        item.setOnAction(e -> action.run());
        return item;
    }
}
