package org.handyrep.ui.settings;

import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.OptionView;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.PageHead;
import org.handyrep.ui.common.Reasoned;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;

/// The options in force: value, where it comes from, what it means; and every problem of the file.
public final class ConfigurationPage implements PageView {

    private final RowTable<OptionView> table =
            new RowTable<>("No option fits.", o -> o.section() + "." + o.name());
    private final VBox problems = new VBox(4);
    private final CheckBox changed = new CheckBox("Hide _defaults");
    private final TextField search;
    private final Button again = new Button("Read _again");
    private final Reasoned reading = new Reasoned(again);
    private final Engine engine;
    private final Navigator nav;
    private final Node node;
    private List<OptionView> options = List.of();

    public ConfigurationPage(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
        table.column("section", 150, OptionView::section)
                .column("option", 200, OptionView::name, "strong")
                .column("value", 200, OptionView::value, "mono")
                .column("from", 160, OptionView::origin, "mono")
                .wrapped("meaning", 420, OptionView::documentation);
        table.view().setId("options");
        table.fillWidth();
        problems.setId("conf-problems");
        search = table.searchField("Search options");
        search.setId("options-search");
        changed.setId("options-changed");
        changed.setOnAction(e -> refresh());
        again.setId("configuration-again");
        again.setTooltip(new Tooltip("Reads handyrep.conf and the plugins again (Shift+F5)"));
        again.setOnAction(e -> readAgain());
        allow(false);
        VBox content = new VBox(8, problems, table.view());
        VBox.setVgrow(table.view(), Priority.ALWAYS);
        node = PageHead.page("Configuration", List.of(changed, search, table.copyButton("configuration-copy"), reading), content);
        node.sceneProperty().addListener((o, was, is) -> {
            if (is != null) {
                nav.background(engine::options, this::loaded);
            }
        });
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
    public void show(ClusterView view) {
        List<String> now = view.confWarnings();
        problems.setVisible(!now.isEmpty());
        problems.setManaged(!now.isEmpty());
        problems.getChildren().setAll(now.stream().map(ConfigurationPage::problem).toList());
    }

    /// Asks the engine for it, and says what came of it.
    public void readAgain() {
        if (again.isDisabled()) {
            return;
        }
        allow(true);
        nav.background(() -> new Read(asked(), engine.options()), read -> {
            allow(false);
            loaded(read.options());
            nav.notify(read.outcome().succeeded() ? Mark.OK : Mark.WARNING, read.outcome().details());
        });
    }

    private record Read(Outcome outcome, List<OptionView> options) {}

    /// A bug in the reading must not leave the button grey for ever.
    private Outcome asked() {
        try {
            Map<String, Object> answer = engine.call(nav.operator(), "reload_conf", Map.of());
            String details = String.valueOf(answer.get("details"));
            return "SUCCESS".equals(answer.get("result")) ? Outcome.success(details) : Outcome.failure(details);
        } catch (RuntimeException e) {
            return Outcome.failure("This is a fault of HandyRep: " + e);
        }
    }

    private void allow(boolean busy) {
        reading.refuse(busy, nav.forbidden("reload_conf"));
    }

    private void loaded(List<OptionView> found) {
        options = found;
        refresh();
    }

    private void refresh() {
        table.show(options.stream()
                .filter(o -> !changed.isSelected() || !o.origin().equals("default"))
                .toList());
    }

    private static Label problem(String sentence) {
        Label label = new Label(sentence);
        label.setWrapText(true);
        label.setMaxWidth(Double.MAX_VALUE);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll("callout", Mark.WARNING.toneClass());
        return label;
    }
}
