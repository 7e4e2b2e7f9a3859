package org.handyrep.ui.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Staleness;
import org.handyrep.ui.common.StatusIcon;

/// Draws a [Card]: large with its facts, or small where there are many.
final class ServerCard extends StackPane {

    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass OFF = PseudoClass.getPseudoClass("off");

    private final boolean small;
    private final VBox content = new VBox();
    private final VBox factsBox = new VBox();
    private final Region bar = new Region();
    private final Label age = label("", "muted", "card-age");
    private final Label name;
    private final StatusIcon icon;
    private final Label summary = label("", "mono", "muted", "card-small");
    private final Label word = label("", "status-word", "small");
    private final Label role = label("", "muted", "small");
    private final Label address = label("", "mono", "muted", "card-small");
    private final Label version = label("", "mono", "muted", "card-small");
    private final Label disabled = label("disabled", "tag");
    private final List<FactLine> facts = new ArrayList<>();
    private final Tooltip tooltip = new Tooltip();
    private Card card;

    ServerCard(Card card, boolean small) {
        this.small = small;
        this.card = card;
        getStyleClass().addAll("card", "server-card");
        setAccessibleRole(AccessibleRole.BUTTON);
        bar.getStyleClass().add("tone-bar");
        bar.setManaged(false);
        content.setPadding(small ? new Insets(3, 8, 3, 11) : new Insets(9, 12, 8, 14));
        getChildren().addAll(bar, content);
        name = label("", small ? "strong" : "card-name");
        icon = new StatusIcon(card.mark(), small ? 13 : 14);
        word.setMinWidth(USE_PREF_SIZE);
        role.setMinWidth(USE_PREF_SIZE);
        disabled.setMinWidth(USE_PREF_SIZE);
        content.getChildren().setAll(small ? smallLines() : largeLines());
        tooltip.setShowDelay(Duration.millis(500));
        tooltip.setShowDuration(Duration.seconds(30));
        Tooltip.install(this, tooltip);
        fill();
    }

    Card card() {
        return card;
    }

    void show(Card next) {
        card = next;
        fill();
    }

    void setSelected(boolean on) {
        pseudoClassStateChanged(SELECTED, on);
    }

    boolean isSelectedCard() {
        return getPseudoClassStates().contains(SELECTED);
    }

    /// Lets the age tick and the facts fade.
    void tick(Instant now, int pollIntervalSeconds) {
        if (card.seen().isEmpty()) {
            age.setText("");
            return;
        }
        Instant seen = card.seen().get();
        boolean stale = Staleness.isStale(card.current(), now, pollIntervalSeconds);
        age.setText((stale ? "facts of " : "seen ") + Formats.age(seen, now));
        age.getStyleClass().removeAll("tone-warn", "status-word", "muted");
        age.getStyleClass().addAll(stale ? List.of("tone-warn", "status-word") : List.of("muted"));
        factsBox.setOpacity(Staleness.opacity(card.current(), now, pollIntervalSeconds));
    }

    /// Words change, nodes stay: a view of many servers must not cost a new scene.
    private void fill() {
        getStyleClass().removeIf(c -> c.startsWith("tone-") && !c.equals(card.mark().toneClass()));
        if (!getStyleClass().contains(card.mark().toneClass())) {
            getStyleClass().add(card.mark().toneClass());
        }
        pseudoClassStateChanged(OFF, !card.enabled());
        setAccessibleText(card.spoken());
        tooltip.setText(String.join("\n", card.details()));
        icon.show(card.mark());
        name.setText(card.name());
        summary.setText(card.summary());
        word.setText(card.word());
        role.setText(card.role());
        address.setText(card.address());
        version.setText(card.version());
        disabled.setVisible(!card.enabled());
        disabled.setManaged(!card.enabled());
        // There is room for one of them.
        version.setVisible(card.enabled());
        version.setManaged(card.enabled());
        if (!small) {
            fillFacts();
        }
    }

    private void fillFacts() {
        while (facts.size() < card.rows().size()) {
            facts.add(new FactLine());
        }
        if (factsBox.getChildren().size() != card.rows().size()) {
            factsBox.getChildren().setAll(facts.subList(0, card.rows().size()));
        }
        for (int i = 0; i < card.rows().size(); i++) {
            facts.get(i).show(card.rows().get(i));
        }
    }

    private List<Region> smallLines() {
        HBox head = new HBox(6, icon, name);
        head.setAlignment(Pos.CENTER_LEFT);
        factsBox.getChildren().setAll(summary);
        return List.of(head, factsBox);
    }

    private List<Region> largeLines() {
        HBox head = new HBox(6, name, spacer(), icon, word);
        head.setAlignment(Pos.CENTER_LEFT);
        head.setMinHeight(22);
        HBox second = new HBox(4, role, spacer(), address);
        second.setAlignment(Pos.CENTER_LEFT);
        second.setMinHeight(18);
        HBox foot = new HBox(8, age, spacer(), disabled, version);
        foot.setMinHeight(16);
        foot.setAlignment(Pos.CENTER_LEFT);
        return List.of(head, second, factsBox, foot);
    }

    private static final class FactLine extends HBox {
        private final Label name = label("", "muted", "small");
        private final Label value = label("");

        FactLine() {
            super(8);
            name.setMinWidth(USE_PREF_SIZE);
            getChildren().addAll(name, spacer(), value);
            setAlignment(Pos.CENTER_LEFT);
            setMinHeight(19);
            setMaxHeight(19);
        }

        void show(Card.Row row) {
            name.setText(row.name());
            value.setText(row.value());
            String style = row.mono() ? "mono" : "small";
            if (!value.getStyleClass().contains(style)) {
                value.getStyleClass().removeAll("mono", "small");
                value.getStyleClass().add(style);
            }
        }
    }

    private static Label label(String text, String... styles) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    private static Region spacer() {
        Region spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        bar.resizeRelocate(0, 8, 3, Math.max(0, getHeight() - 16));
    }
}
