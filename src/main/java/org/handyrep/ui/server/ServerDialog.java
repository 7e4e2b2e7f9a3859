package org.handyrep.ui.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.engine.Engine;
import org.handyrep.engine.OptionView;
import org.handyrep.engine.PluginView;
import org.handyrep.plan.Check;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Kind;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.WindowHead;
import org.handyrep.ui.common.WindowSize;
import org.handyrep.ui.main.Navigator;

/// The form of a server, new or known. What is typed is tried at once on the real host; nothing is written before the button is pressed.
public final class ServerDialog {

    private static final Duration PAUSE = Duration.millis(700);

    private final Engine engine;
    private final Navigator nav;
    private final String cluster;
    private final Optional<Consumer<String>> added;
    private final Stage stage = new Stage();
    private final Label title = new Label();
    private final ServerFields fields = new ServerFields(this::changed);
    private final TrialPane trials;
    private final CheckBox cloneIt = new CheckBox("Then _clone a replica onto it");
    private final Label said = new Label();
    private final Button close = new Button("_Cancel");
    private final Button act = new Button();
    private final PauseTransition pause = new PauseTransition(PAUSE);
    private ServerForm form;
    private ServerForm before;
    private String refusal = "";
    private boolean writing;

    /// @param known the server to edit; empty for a new one
    /// @param added told the name of a server that was added; empty: the form itself offers to clone it
    public ServerDialog(Engine engine, Navigator nav, Optional<Server> known, Optional<Consumer<String>> added) {
        this.engine = engine;
        this.nav = nav;
        cluster = engine.view().snapshot().clusterName();
        this.added = added;
        form = known.map(server -> ServerForm.editing(server, Map.of())).orElseGet(ServerForm::adding);
        before = form;
        trials = new TrialPane((current, ask) -> engine.tryServer(nav.operator(), current.name().strip(), current.settings(), ask), nav, this::refresh);
        cloneIt.setSelected(true);
        pause.setOnFinished(e -> attempt());
        close.setOnAction(e -> stage.close());
        act.setOnAction(e -> write());
    }

    private record Known(Map<String, String> defaults, Map<String, String> meanings, Map<String, List<String>> offered) {}

    /// Opens the window beside the main window. On the JavaFX thread.
    public void show() {
        Look.beside(nav.window(), stage, new Scene(layout()));
        new WindowSize(1080, 760, 760, 480).beside(stage, nav.window());
        Runnable ended = nav.onSignOut(stage::close);
        stage.setOnHidden(e -> {
            ended.run();
            pause.stop();
        });
        fields.prepare(Map.of(), Map.of(), Map.of());
        fields.show(form);
        refresh();
        stage.show();
        fields.firstFocus().requestFocus();
        nav.background(() -> known(engine.options(), engine.plugins()), this::prepare);
    }

    /// The defaults of the file, and the plugins that there are.
    private static Known known(List<OptionView> options, List<PluginView> plugins) {
        Map<String, String> defaults = new TreeMap<>(Map.of("role", "replica"));
        Map<String, String> meanings = new TreeMap<>();
        options.stream().filter(o -> o.section().equals("server_defaults")).forEach(o -> {
            if (!o.value().isBlank()) {
                defaults.put(o.name(), o.value());
            }
        });
        options.stream()
                .filter(o -> o.section().equals("server_defaults") || o.section().startsWith("servers / "))
                .forEach(o -> meanings.putIfAbsent(o.name(), o.documentation()));
        Map<String, List<String>> offered = new TreeMap<>(Map.of("role", Role.KNOWN));
        for (Kind kind : List.of(Kind.CLONING, Kind.RESTART, Kind.PROMOTION)) {
            offered.put(kind.option(), plugins.stream()
                    .filter(p -> p.error().isEmpty() && p.kind().startsWith(kind.folder()))
                    .map(PluginView::name)
                    .toList());
        }
        return new Known(defaults, meanings, offered);
    }

    /// What was typed meanwhile stays.
    private void prepare(Known known) {
        fields.prepare(known.defaults(), known.meanings(), known.offered());
        if (form.equals(before) && form.original().isPresent()) {
            form = ServerForm.editing(form.original().get(), known.defaults());
            before = form;
        }
        fields.show(form);
        refresh();
        attempt();
    }

    private BorderPane layout() {
        title.setId("server-title");
        Label subtitle = new Label("What is blank has the default of [server_defaults]. What is typed is tried at once; nothing is changed by that.");
        VBox head = WindowHead.of(cluster, title, subtitle);
        VBox form = new VBox(fields.node());
        form.setPadding(new Insets(16, 24, 16, 24));
        ScrollPane scroll = new ScrollPane(form);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("plain-scroll");
        scroll.setMinWidth(440);
        scroll.setPrefWidth(480);
        HBox.setHgrow(trials.node(), Priority.ALWAYS);
        BorderPane pane = new BorderPane(new HBox(scroll, trials.node()), head, null, footer(), null);
        pane.getStyleClass().add("panel");
        return pane;
    }

    private HBox footer() {
        said.setId("server-said");
        said.setWrapText(true);
        said.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(said, Priority.ALWAYS);
        cloneIt.setId("server-clone");
        cloneIt.setMinWidth(Region.USE_PREF_SIZE);
        act.setId("server-act");
        act.setMinWidth(Region.USE_PREF_SIZE);
        act.getStyleClass().add("accent");
        act.setDefaultButton(true);
        close.setId("server-cancel");
        close.setMinWidth(Region.USE_PREF_SIZE);
        close.setCancelButton(true);
        HBox box = new HBox(12, said, cloneIt, close, act);
        box.setAlignment(Pos.CENTER_LEFT);
        box.setPadding(new Insets(12, 24, 12, 24));
        box.getStyleClass().add("flow-footer");
        return box;
    }

    private void changed(UnaryOperator<ServerForm> change) {
        form = change.apply(form);
        refusal = "";
        refresh();
        pause.playFromStart();
    }

    private void attempt() {
        if (stage.isShowing() && local().isEmpty()) {
            trials.attempt(form);
        }
    }

    private Map<String, String> local() {
        return form.problems(engine.view().snapshot().servers().stream().map(Observation::name).toList());
    }

    private void refresh() {
        Map<String, String> problems = new LinkedHashMap<>(local());
        trials.checks(form).stream()
                .filter(c -> c.level() == Check.Level.STOP)
                .forEach(c -> problems.putIfAbsent(c.name(), c.saw()));
        boolean untouched = form.equals(before) && form.original().isEmpty();
        fields.trouble(untouched ? Map.of() : problems);
        title.setText(form.title());
        stage.setTitle(WindowHead.title(cluster, form.title()));
        act.setText("_" + form.act().replace("_", "__"));
        Optional<String> obstacle = local().values().stream().findFirst()
                .or(() -> form.original().isPresent() && form.changesSince(before).isEmpty() ? Optional.of("Nothing is changed.") : Optional.empty())
                .or(() -> writing ? Optional.of("It is being written.") : Optional.empty());
        act.setDisable(obstacle.isPresent());
        act.setTooltip(obstacle.map(Tooltip::new).orElse(null));
        boolean replica = form.settings().getOrDefault("role", "replica").equals("replica");
        boolean offers = form.original().isEmpty() && added.isEmpty() && replica && nav.forbidden("clone").isEmpty();
        cloneIt.setVisible(offers);
        cloneIt.setManaged(offers);
        said.setText(refusal.isEmpty() ? obstacle.orElse(form.original().isPresent() ? "" : "It is added disabled: HandyRep does nothing with it yet.") : refusal);
        said.getStyleClass().setAll("label", refusal.isEmpty() ? "muted" : "status-word");
        if (!refusal.isEmpty()) {
            said.getStyleClass().add(Mark.DOWN.toneClass());
        }
    }

    private void write() {
        writing = true;
        refresh();
        ServerForm written = form;
        Map<String, String> arguments = new TreeMap<>(
                written.original().isPresent() ? written.changesSince(before) : written.settings());
        arguments.put("servername", written.name().strip());
        nav.background(
                () -> engine.call(nav.operator(), ServerForm.function(written.original()), arguments),
                answer -> written(written, answer));
    }

    /// A refusal stays on screen beside what was typed.
    private void written(ServerForm what, Map<String, Object> answer) {
        writing = false;
        if (!"SUCCESS".equals(answer.get("result"))) {
            refusal = String.valueOf(answer.get("details"));
            refresh();
            return;
        }
        String name = what.name().strip();
        boolean clone = cloneIt.isVisible() && cloneIt.isSelected();
        nav.notify(Mark.OK, String.valueOf(answer.get("details")));
        stage.close();
        if (what.original().isEmpty()) {
            added.ifPresent(told -> told.accept(name));
            if (clone) {
                nav.request(new Request.Clone(name, Optional.empty(), false));
            }
        }
    }
}
