package org.handyrep.ui.settings;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.OptionView;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.FakeEngine;
import org.handyrep.testing.FakeNavigator;
import org.handyrep.testing.SampleClusters;
import org.handyrep.testing.Screens;
import org.handyrep.ui.main.PageView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@SuppressWarnings("NullAway.Init")
@ExtendWith(ApplicationExtension.class)
final class SettingsPagesTest {

    private final FakeEngine engine = new FakeEngine(SampleClusters.lagging(Instant.now()));
    private FakeNavigator nav;
    private StackPane root;

    @Start
    void start(Stage stage) {
        root = new StackPane();
        Scene scene = new Scene(root, 1000, 640);
        Screens.show(stage, scene);
        nav = new FakeNavigator(stage);
    }

    @Test
    void serversAreSearchedSortedSelectedAndCopied(FxRobot robot) {
        open(robot, new ServersPage(engine, nav), engine.view());
        TableView<ServerRow> table = robot.lookup("#servers").queryTableView();
        assertEquals(6, table.getItems().size());
        picture(robot, "servers");
        robot.interact(() -> {
            table.getSortOrder().setAll(List.of(table.getColumns().get(0)));
            table.getSelectionModel().select(0);
        });
        assertEquals("george", table.getItems().getFirst().name());
        assertEquals(List.of("george"), nav.selections);
        robot.interact(() -> robot.lookup("#servers-search").queryAs(TextField.class).setText("lagged"));
        assertEquals(List.of("ringo"), table.getItems().stream().map(ServerRow::name).toList());
        robot.interact(() -> robot.lookup("#servers-copy").queryButton().fire());
        robot.interact(() -> {
            String text = Clipboard.getSystemClipboard().getString();
            assertTrue(text.startsWith("server\trole\tstatus"));
            assertTrue(text.contains("ringo\treplica\tlagged"));
        });
        robot.interact(() -> robot.lookup("#servers-search").queryAs(TextField.class).clear());
        assertEquals(6, table.getItems().size());
    }

    @Test
    void theMenuOfARowHasTheActionsOfItsServer(FxRobot robot) {
        open(robot, new ServersPage(engine, nav), engine.view());
        TableView<ServerRow> table = robot.lookup("#servers").queryTableView();
        robot.interact(() -> table.getItems().stream()
                .filter(r -> r.name().equals("ringo"))
                .findFirst()
                .ifPresent(r -> table.getSelectionModel().select(r)));
        robot.interact(() -> Event.fireEvent(table, new ContextMenuEvent(ContextMenuEvent.CONTEXT_MENU_REQUESTED, 20, 60, 20, 60, false, null)));
        List<String> items = Window.getWindows().stream()
                .filter(w -> w instanceof ContextMenu && w.isShowing())
                .flatMap(w -> ((ContextMenu) w).getItems().stream())
                .map(i -> String.valueOf(i.getText()))
                .toList();
        assertTrue(items.containsAll(List.of("ringo", "Edit…", "Disable…")), items::toString);
        robot.interact(() -> List.copyOf(Window.getWindows()).stream().filter(ContextMenu.class::isInstance).forEach(Window::hide));
    }

    @Test
    void testsThatAreAskedForBeforeThePageWasOpenedKnowThePlugins(FxRobot robot) {
        PluginsPage page = new PluginsPage(engine, nav);
        List<String> said = new CopyOnWriteArrayList<>();
        robot.interact(() -> {
            root.getChildren().setAll(page.node());
            robot.lookup("#plugins-progress").queryLabeled().textProperty().addListener((o, was, is) -> said.add(is));
            page.testAll();
        });
        await().until(() -> progress(robot).equals("4 tests, 1 failed"));
        assertEquals(List.of(), said.stream().filter(s -> s.contains(" 0 plugins")).toList());
    }

    @Test
    void theConfigurationIsReadAgainByItsButton(FxRobot robot) {
        open(robot, new ConfigurationPage(engine, nav), engine.view());
        fire(robot, "#configuration-again");
        await().until(() -> nav.notices.equals(List.of("reload_conf was called")));
        assertTrue(engine.asked.contains("reload_conf {}"));
        await().until(() -> !robot.lookup("#configuration-again").queryButton().isDisabled());
    }

    @Test
    void newFactsKeepTheSelectedServer(FxRobot robot) {
        ServersPage page = new ServersPage(engine, nav);
        open(robot, page, engine.view());
        TableView<ServerRow> table = robot.lookup("#servers").queryTableView();
        robot.interact(() -> {
            page.select(java.util.Optional.of("paul"));
            page.show(SampleClusters.lagging(Instant.now().plusSeconds(5)));
        });
        assertEquals("paul", table.getSelectionModel().getSelectedItem().name());
        assertEquals(List.of(), nav.selections);
    }

    @Test
    void pluginsAreTestedAllOrOne(FxRobot robot) {
        open(robot, new PluginsPage(engine, nav), engine.view());
        TableView<PluginRow> table = robot.lookup("#plugins").queryTableView();
        await().until(() -> table.getItems().size() == 5);
        fire(robot, "#plugins-test");
        await().until(() -> progress(robot).equals("4 tests, 1 failed"));
        assertEquals(List.of("test passed", "test passed", "does not load", "broken, old one in use", "1 failure"), states(table));
        assertFalse(robot.lookup("#plugins-test").queryButton().isDisabled());
        robot.interact(() -> table.getSelectionModel().clearAndSelect(4));
        assertTrue(details(robot).contains("FAIL  paul: could not run pg_ctl"), details(robot));
        picture(robot, "plugins");
        fire(robot, "#plugins-test-selected");
        await().until(() -> !robot.lookup("#plugins-test").queryButton().isDisabled());
        assertEquals("4 tests, 1 failed", progress(robot), "the others keep theirs");
        robot.interact(() -> table.getSelectionModel().clearAndSelect(0));
        assertTrue(details(robot).contains("ok    paul: pg_ctl 17.6 found"), details(robot));
    }

    @Test
    void aBrokenPluginShowsItsLineAndItsSettingsWithoutSecrets(FxRobot robot) {
        open(robot, new PluginsPage(engine, nav), engine.view());
        TableView<PluginRow> table = robot.lookup("#plugins").queryTableView();
        await().until(() -> table.getItems().size() == 5);
        robot.interact(() -> table.getSelectionModel().clearAndSelect(2));
        assertTrue(details(robot).contains("alert/MyAlert.java, line 14: ';' expected"));
        assertTrue(details(robot).contains("→   14          post(token, message)"));
        assertEquals(List.of("token  missing"), settings(robot));
        robot.interact(() -> table.getSelectionModel().clearAndSelect(0));
        assertEquals(
                List.of("pg_ctl_path /usr/lib/postgresql/17/bin/pg_ctl handyrep.conf:232", "pg_ctl_flags  "), settings(robot));
        robot.interact(() -> table.getSelectionModel().clearAndSelect(3));
        assertEquals(List.of("url *** handyrep.conf:251", "timeout 10 default", "timeot 30 handyrep.conf:252"), settings(robot));
        assertTrue(details(robot).contains("What was loaded before stays in use"));
        picture(robot, "plugins-broken");
    }

    @Test
    void aReloadSaysWhatItBroke(FxRobot robot) {
        open(robot, new PluginsPage(engine, nav), engine.view());
        await().until(() -> robot.lookup("#plugins").queryTableView().getItems().size() == 5);
        fire(robot, "#plugins-reload");
        await().until(() -> progress(robot).equals("the plugins folder was read again: 5 plugins"));
        engine.reloaded = Outcome.failure("push_webhook is broken, and what was loaded before stays in use: line 40");
        fire(robot, "#plugins-reload");
        await().until(() -> progress(robot).startsWith("push_webhook is broken"));
        assertEquals(2, nav.notices.size());
        assertEquals(2, engine.asked.stream().filter(a -> a.equals("reloadPlugins")).count());
    }

    private static void fire(FxRobot robot, String button) {
        robot.interact(() -> robot.lookup(button).queryButton().fire());
    }

    private static String progress(FxRobot robot) {
        return robot.lookup("#plugins-progress").queryLabeled().getText();
    }

    private static List<String> states(TableView<PluginRow> table) {
        return table.getItems().stream().map(PluginRow::state).toList();
    }

    private static List<String> settings(FxRobot robot) {
        TableView<SettingRow> table = robot.lookup("#plugin-settings").queryTableView();
        return table.getItems().stream().map(r -> r.name() + " " + r.value() + " " + r.from()).toList();
    }

    @Test
    void optionsAreSearchedAndProblemsShown(FxRobot robot) {
        ClusterView v = engine.view();
        ClusterView warned = new ClusterView(
                v.snapshot(), v.diagnosis(), v.automation(), v.inCharge(), v.lastFullPoll(), v.pollIntervalSeconds(),
                v.operation(), List.of("handyrep.conf:31: unknown option pol_interval in [failover], did you mean poll_interval?"));
        open(robot, new ConfigurationPage(engine, nav), warned);
        TableView<OptionView> table = robot.lookup("#options").queryTableView();
        await().until(() -> table.getItems().size() == engine.options().size());
        picture(robot, "configuration");
        assertTrue(robot.lookup(".callout").tryQuery().isPresent());
        robot.interact(() -> robot.lookup("#options-changed").queryAs(CheckBox.class).fire());
        assertEquals(2, table.getItems().size());
        robot.interact(() -> robot.lookup("#options-search").queryAs(TextField.class).setText("password superuser"));
        assertEquals(List.of("***"), table.getItems().stream().map(OptionView::value).toList());
    }

    private static String details(FxRobot robot) {
        return robot.lookup("#plugin-details").queryAs(TextArea.class).getText();
    }

    private void open(FxRobot robot, PageView page, ClusterView view) {
        robot.interact(() -> {
            root.getChildren().setAll(page.node());
            page.show(view);
        });
    }

    private static void picture(FxRobot robot, String name) {
        robot.interact(() -> {});
        Node any = robot.lookup(".root").query();
        robot.interact(() -> Screens.take(any.getScene(), name));
    }
}
