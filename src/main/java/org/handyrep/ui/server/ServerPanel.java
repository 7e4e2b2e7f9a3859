package org.handyrep.ui.server;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.Staleness;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;
import org.handyrep.ui.topology.Card;
import org.handyrep.ui.topology.TopologyModel;
import org.jspecify.annotations.Nullable;

/// The selected server: facts with their age, what can be done with it and why not, its settings.
public final class ServerPanel implements PageView {

    private final Engine engine;
    private final Navigator nav;
    private final Label name = new Label();
    private final Label role = new Label();
    private final StatusIcon icon = new StatusIcon(Mark.UNKNOWN, 15);
    private final Label word = new Label();
    private final Label address = new Label();
    private final Label message = new Label();
    private final Label age = new Label();
    private final FactList facts = new FactList();
    private final FactList settings = new FactList();
    private final ActionButtons actions;
    private final VBox body = new VBox(16);
    private final VBox nothing = new VBox(8);
    private final ScrollPane node = new ScrollPane();
    private final HBox statusBox;
    private @Nullable ClusterView view;
    private @Nullable String selected;

    public ServerPanel(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
        actions = new ActionButtons(new ServerActions(engine, nav));
        name.getStyleClass().add("panel-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        role.getStyleClass().add("muted");
        word.getStyleClass().add("status-word");
        word.setMinWidth(Region.USE_PREF_SIZE);
        address.getStyleClass().addAll("mono", "muted");
        message.getStyleClass().addAll("muted", "small");
        message.setWrapText(true);
        message.setMinHeight(Region.USE_PREF_SIZE);
        age.getStyleClass().add("mono");
        statusBox = new HBox(6, icon, word);
        statusBox.setAlignment(Pos.CENTER_RIGHT);
        HBox head = new HBox(8, name, role, space(), statusBox);
        head.setAlignment(Pos.BASELINE_LEFT);
        VBox top = new VBox(4, head, address, message);
        Label ageName = new Label("facts are");
        ageName.getStyleClass().add("fact-name");
        HBox ageRow = new HBox(12, ageName, space(), age);
        ageRow.getStyleClass().add("fact-row");
        VBox settingsBox = new VBox(4, section("SETTINGS"), settings);
        body.getChildren().addAll(top, new VBox(facts, ageRow), actions, settingsBox);
        body.setPadding(new Insets(16));
        Label hint = new Label("Select a server to see its facts and what can be done with it.");
        hint.setWrapText(true);
        hint.getStyleClass().add("muted");
        nothing.getChildren().add(hint);
        nothing.setPadding(new Insets(16));
        node.setFitToWidth(true);
        node.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        node.getStyleClass().addAll("edge-to-edge", "panel", "server-panel");
        node.setId("server-panel");
        node.setPrefWidth(324);
        node.setMinWidth(324);
        node.setContent(nothing);
        Copying.onMenu(top, "Copy facts as text", this::asText);
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(ClusterView next) {
        view = next;
        refresh();
    }

    @Override
    public void select(Optional<String> server) {
        if (!server.equals(Optional.ofNullable(selected))) {
            node.setVvalue(0);
        }
        selected = server.orElse(null);
        refresh();
    }

    @Override
    public void tick(Instant now) {
        ClusterView v = view;
        observation().ifPresent(o -> {
            age.setText(ServerFacts.age(o, now));
            boolean looked = !(o.state() instanceof org.handyrep.cluster.ServerState.NotPolled) || o.proxy().isPresent();
            boolean stale = v != null
                    && looked
                    && Staleness.isStale(
                            o.proxy().isPresent() ? v.snapshot().takenAt() : o.seenAt(), now, v.pollIntervalSeconds());
            age.getStyleClass().removeAll("status-word", "tone-warn");
            if (stale) {
                age.getStyleClass().addAll("status-word", "tone-warn");
            }
            facts.setOpacity(stale ? 0.6 : 1);
        });
    }

    private Optional<Observation> observation() {
        ClusterView v = view;
        String s = selected;
        return v == null || s == null ? Optional.empty() : v.snapshot().find(s);
    }

    private void refresh() {
        Optional<Observation> found = observation();
        node.setContent(found.isPresent() ? body : nothing);
        ClusterView v = view;
        if (found.isEmpty() || v == null) {
            return;
        }
        Observation o = found.get();
        Status status = v.diagnosis().status(o.name());
        Optional<Card> card = TopologyModel.of(v).card(o.name());
        name.setText(o.name());
        role.setText(card.map(Card::role).orElse("") + (o.server().enabled() ? "" : " · disabled"));
        Mark mark = Mark.of(status.status());
        icon.show(mark);
        word.setText(status.status().word());
        statusBox.getStyleClass().setAll(mark.toneClass());
        address.setText(ServerFacts.address(o));
        message.setText(v.diagnosis().about(o.server()));
        boolean worthSaying = !message.getText().isEmpty() && status.status() != ServerStatus.HEALTHY;
        message.setManaged(worthSaying);
        message.setVisible(worthSaying);
        ServerFacts all = ServerFacts.of(o);
        facts.show(all.facts());
        settings.show(all.settings());
        actions.show(o.name());
        tick(Instant.now());
    }

    private String asText() {
        return observation()
                .map(o -> List.of(o.name() + "\t" + ServerFacts.address(o) + "\n", ServerFacts.of(o).asText()))
                .map(lines -> String.join("", lines))
                .orElse("");
    }

    private static Label section(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("section");
        return label;
    }

    private static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }
}
