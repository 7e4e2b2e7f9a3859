package org.handyrep.ui.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Engine.PluginTest;
import org.handyrep.engine.PluginView;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.PageHead;
import org.handyrep.ui.common.Reasoned;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;

/// Every file of the plugins folder: kind, use, settings with the values in force, errors, and what its test says. Tests and reload run in the background.
public final class PluginsPage implements PageView {

    private final Engine engine;
    private final Navigator nav;
    private final RowTable<PluginRow> table =
            new RowTable<>("The plugins folder is empty.", r -> r.plugin().name());
    private final RowTable<SettingRow> settings = new RowTable<>("It has no settings.", SettingRow::name);
    private final TextArea details = new TextArea();
    private final Label progress = new Label();
    private final ProgressBar bar = new ProgressBar(0);
    private final Button testAll = new Button("_Test all");
    private final Button testSelected = new Button("Test _selected");
    private final Button reload = new Button("_Reload");
    private final Reasoned reloadHolder = new Reasoned(reload);
    private final TextField search;
    private final Node node;
    private List<PluginView> plugins = List.of();
    private List<PluginTest> tests = List.of();
    private boolean known;
    private int answered;

    public PluginsPage(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
        table.column("plugin", 180, r -> r.plugin().name(), "strong")
                .column("state", 196, PluginRow::state, r -> Optional.of(new StatusIcon(r.mark())))
                .column("kind", 96, r -> r.plugin().kind())
                .column("used by", 250, PluginRow::usedBy)
                .column("file", 300, r -> r.plugin().file(), "mono");
        table.view().setId("plugins");
        table.view().getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
        table.fillWidth();
        table.onSelected(this::selected);
        settings.column("setting", 130, SettingRow::name, "strong")
                .column("value", 130, SettingRow::value, "mono")
                .column("from", 150, SettingRow::from, "mono")
                .wrapped("meaning", 220, SettingRow::meaning);
        settings.view().setId("plugin-settings");
        settings.fillWidth();
        details.setId("plugin-details");
        details.setEditable(false);
        details.setWrapText(true);
        details.getStyleClass().addAll("mono", "output");
        details.setAccessibleText("Errors and tests of the selected plugin");
        progress.setId("plugins-progress");
        progress.getStyleClass().add("muted");
        progress.setMinWidth(0);
        bar.setVisible(false);
        bar.setManaged(false);
        bar.setPrefWidth(90);
        button(testAll, "plugins-test", "Runs the test of every plugin in use (Ctrl+T)", this::testAll);
        button(testSelected, "plugins-test-selected", "Runs the test of the selected plugin", this::testSelected);
        button(reload, "plugins-reload", "Reads and compiles the plugins folder again (Ctrl+R)", this::reload);
        reloadHolder.refuse(false, nav.forbidden("reload_conf"));
        search = table.searchField("Search plugins");
        search.setId("plugins-search");
        search.setPrefColumnCount(12);
        Button copy = table.copyButton("plugins-copy");
        copy.setTooltip(new Tooltip("Copies the table; the text below it can be copied as well"));
        SplitPane below = new SplitPane(details, settings.view());
        below.setDividerPositions(0.42);
        SplitPane split = new SplitPane(table.view(), below);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.55);
        VBox page = PageHead.page("Plugins", List.of(search, copy, testSelected, testAll, reloadHolder), split);
        page.getChildren().add(new javafx.scene.layout.HBox(8, bar, progress));
        node = page;
        node.sceneProperty().addListener((o, was, is) -> {
            if (is != null) {
                nav.background(engine::plugins, this::loaded);
            }
        });
    }

    private static void button(Button button, String id, String tip, Runnable action) {
        button.setId(id);
        button.setTooltip(new Tooltip(tip));
        button.setOnAction(e -> action.run());
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void focus() {
        search.requestFocus();
    }

    @Override
    public void show(ClusterView view) {}

    private void loaded(List<PluginView> found) {
        plugins = found;
        known = true;
        refresh();
    }

    private void refresh() {
        table.show(PluginRow.of(plugins, tests));
        if (table.selected().isEmpty() && !table.shown().isEmpty()) {
            table.view().getSelectionModel().select(0);
        }
    }

    private void selected(Optional<PluginRow> row) {
        details.setText(row.map(PluginRow::details).orElse(""));
        settings.show(row.map(r -> SettingRow.of(r.plugin())).orElse(List.of()));
        testSelected.setDisable(row.isEmpty() || testAll.isDisabled());
    }

    // tests

    /// Tests every plugin in use.
    public void testAll() {
        if (!known) {
            nav.background(engine::plugins, found -> {
                loaded(found);
                testAll();
            });
            return;
        }
        long used = plugins.stream().filter(p -> !p.usedBy().isEmpty()).count();
        tests = List.of();
        begin((int) used, engine::testPlugins);
    }

    private void testSelected() {
        table.selected().ifPresent(row -> {
            String name = row.plugin().name();
            tests = tests.stream().filter(t -> !t.plugin().equals(name)).toList();
            begin(1, results -> engine.testPlugin(name, results));
        });
    }

    private void begin(int expected, Consumer<Consumer<PluginTest>> run) {
        if (testAll.isDisabled()) {
            return;
        }
        busy(true, "testing " + Formats.count(expected, "plugin") + "…");
        answered = 0;
        List<String> heard = new ArrayList<>();
        refresh();
        nav.background(
                () -> {
                    try {
                        run.accept(result -> Platform.runLater(() -> came(result, heard, expected)));
                        return Outcome.success("");
                    } catch (RuntimeException e) {
                        return Outcome.failure("The tests ended early, this is a fault of HandyRep: " + e);
                    }
                },
                outcome -> Platform.runLater(() -> ended(outcome)));
    }

    private void came(PluginTest result, List<String> heard, int expected) {
        List<PluginTest> more = new ArrayList<>(tests);
        more.add(result);
        tests = List.copyOf(more);
        answered++;
        if (!heard.contains(result.plugin())) {
            heard.add(result.plugin());
        }
        bar.setProgress(expected == 0 ? -1 : Math.min(1.0, (double) heard.size() / expected));
        progress.setText("testing… " + heard.size() + " of " + Formats.count(expected, "plugin") + ", "
                + Formats.count(answered, "answer"));
        refresh();
    }

    private void ended(Outcome outcome) {
        long failed = tests.stream().filter(t -> !t.outcome().succeeded()).count();
        busy(
                false,
                switch (outcome) {
                    case Outcome.Success s -> Formats.count(tests.size(), "test") + ", " + failed + " failed";
                    case Outcome.Failure f -> f.details();
                });
    }

    private void busy(boolean is, String text) {
        testAll.setDisable(is);
        testSelected.setDisable(is || table.selected().isEmpty());
        reloadHolder.refuse(is, nav.forbidden("reload_conf"));
        bar.setVisible(is);
        bar.setManaged(is);
        bar.setProgress(-1);
        progress.setText(text);
    }

    // reload

    /// Reads the folder again and says what came of it.
    public void reload() {
        if (reload.isDisabled()) {
            return;
        }
        busy(true, "reading the plugins folder…");
        nav.background(() -> new Reloaded(engine.reloadPlugins(nav.operator()), engine.plugins()), this::reloaded);
    }

    private record Reloaded(Outcome outcome, List<PluginView> plugins) {}

    private void reloaded(Reloaded now) {
        loaded(now.plugins());
        selected(table.selected());
        busy(false, now.outcome().details());
        nav.notify(now.outcome().succeeded() ? Mark.OK : Mark.WARNING, now.outcome().details());
    }
}
