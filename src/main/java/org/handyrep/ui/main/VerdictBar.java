package org.handyrep.ui.main;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.handyrep.ui.automation.Drawer;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.StatusIcon;
import org.jspecify.annotations.Nullable;

/// The verdict sentence with its evidence, and the chips: automation, who is in charge, how old the last full poll is.
final class VerdictBar extends HBox {

    private static final PseudoClass OPEN = PseudoClass.getPseudoClass("open");

    private final StatusIcon icon = new StatusIcon(Mark.UNKNOWN, 22);
    private final Label sentence = new Label("No cluster is open.");
    private final Label evidence = new Label();
    private final Tooltip whole = new Tooltip();
    private final StatusIcon automationIcon = new StatusIcon(Mark.UNKNOWN, 14);
    private final Button know = button("How do we know?", null, "know");
    private final Button automation = button("", automationIcon, "automation");
    private final Button split = button("Look at both sides…", new StatusIcon(Mark.DOWN, 14), "split");
    private final StatusIcon chargeIcon = new StatusIcon(Mark.UNKNOWN, 14);
    private final Label inCharge = chip(chargeIcon);
    private final Tooltip automationWhole = new Tooltip();
    private final Tooltip chargeWhole = new Tooltip();
    private final Label poll = chip(null);
    private final Button notes = new Button();
    private final NotesPopover popover = new NotesPopover(notes);
    private final FlowPane chips = new FlowPane(8, 6);
    private @Nullable Verdict verdict;
    private double chipsRow;

    /// @param onPart opens or closes what lies below
    /// @param onSplit opens the wizard for a split brain
    VerdictBar(Consumer<Drawer.Part> onPart, Runnable onSplit) {
        super(16);
        know.setOnAction(e -> onPart.accept(Drawer.Part.EVIDENCE));
        automation.setOnAction(e -> onPart.accept(Drawer.Part.AUTOMATION));
        split.setOnAction(e -> onSplit.run());
        split.getStyleClass().add("split-chip");
        split.setTooltip(new Tooltip("What each of the writable servers has of its own (Ctrl+Shift+B)"));
        know.setTooltip(new Tooltip("Who sees whom, and how old that is (F4)"));
        automationWhole.setWrapText(true);
        automationWhole.setMaxWidth(480);
        automation.setTooltip(automationWhole);
        inCharge.setTooltip(chargeWhole);
        setId("verdict");
        getStyleClass().add("verdict-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMinHeight(88);
        sentence.setId("verdict-sentence");
        sentence.getStyleClass().add("verdict-sentence");
        sentence.setWrapText(true);
        sentence.setAccessibleRole(AccessibleRole.TEXT);
        evidence.setId("verdict-evidence");
        evidence.getStyleClass().addAll("muted", "small");
        evidence.setWrapText(true);
        evidence.setMaxHeight(36);
        whole.setWrapText(true);
        whole.setMaxWidth(640);
        VBox words = new VBox(2, sentence, evidence);
        words.setAlignment(Pos.CENTER_LEFT);
        words.setMinWidth(240);
        HBox.setHgrow(words, Priority.ALWAYS);
        Copying.onMenu(words, "Copy verdict", () -> sentence.getText() + "\n" + evidence.getText());
        poll.getStyleClass().add("mono");
        poll.setId("poll-age");
        notes.getStyleClass().addAll("chip", "chip-button", "tone-warn");
        notes.setGraphic(new StatusIcon(Mark.WARNING, 14));
        notes.setId("notes");
        notes.setTooltip(new Tooltip("All of them (F2)"));
        notes.setOnAction(e -> showNotes());
        chips.setAlignment(Pos.CENTER_RIGHT);
        chips.setMinWidth(Region.USE_PREF_SIZE);
        widthProperty().addListener((o, was, now) -> wrapChips());
        getChildren().addAll(icon, words, chips);
    }

    void show(Verdict next, Instant now) {
        verdict = next;
        icon.show(next.mark());
        getStyleClass().removeIf(c -> c.startsWith("tone-"));
        getStyleClass().add(next.mark().toneClass());
        sentence.setText(next.sentence());
        evidence.setText(next.evidence());
        evidence.setManaged(!next.evidence().isEmpty());
        whole.setText(next.sentence() + "\n" + next.evidence());
        sentence.setTooltip(whole);
        evidence.setTooltip(whole);
        automationIcon.show(next.automationMark());
        automation.setText(next.automation());
        automationWhole.setText(next.automation() + " (F7)");
        chargeIcon.show(next.inChargeMark());
        inCharge.setText(next.inCharge());
        chargeWhole.setText(next.inCharge());
        notes.setText(next.notesLabel());
        List<Node> wanted = new ArrayList<>(List.of(know, automation, inCharge, poll));
        if (!next.notesLabel().isEmpty()) {
            wanted.addFirst(notes);
        }
        if (next.isSplit()) {
            wanted.addFirst(split);
        }
        // A chip that is put there again closes what hangs on it.
        if (!chips.getChildren().equals(wanted)) {
            chips.getChildren().setAll(wanted);
        }
        popover.follow(Optional.of(next));
        tick(now);
        double row = 0;
        for (Node chip : chips.getChildren()) {
            ((Region) chip).applyCss();
            row += chip.prefWidth(-1) + 8;
        }
        chipsRow = row;
        wrapChips();
    }

    /// Which of the chips has its part open.
    void opened(Optional<Drawer.Part> part) {
        know.pseudoClassStateChanged(OPEN, part.equals(Optional.of(Drawer.Part.EVIDENCE)));
        automation.pseudoClassStateChanged(OPEN, part.equals(Optional.of(Drawer.Part.AUTOMATION)));
    }

    /// All chips in one row where there is room for it and the sentence.
    private void wrapChips() {
        chips.setPrefWrapLength(Math.min(chipsRow, Math.max(360, getWidth() * 0.52)));
    }

    /// Before the engine is there: what is being done instead.
    void say(Mark mark, String what) {
        verdict = null;
        popover.follow(Optional.empty());
        icon.show(mark);
        getStyleClass().removeIf(c -> c.startsWith("tone-"));
        getStyleClass().add(mark.toneClass());
        sentence.setText(what);
        evidence.setText("");
        evidence.setManaged(false);
        chips.getChildren().clear();
    }

    void tick(Instant now) {
        Verdict v = verdict;
        if (v == null) {
            return;
        }
        poll.setText(v.pollAge(now));
        poll.getStyleClass().removeAll("late");
        if (v.pollIsLate(now)) {
            poll.getStyleClass().add("late");
        }
    }

    /// All that is wrong, as a list.
    void showNotes() {
        if (verdict != null) {
            popover.open(verdict);
        }
    }

    private static Button button(String text, @Nullable StatusIcon icon, String id) {
        Button button = new Button(text, icon);
        button.setId(id);
        button.getStyleClass().setAll("chip", "chip-button");
        button.setMnemonicParsing(false);
        button.setGraphicTextGap(8);
        button.setMaxWidth(320);
        return button;
    }

    private static Label chip(@Nullable StatusIcon icon) {
        Label chip = new Label();
        chip.getStyleClass().add("chip");
        chip.setGraphic(icon);
        chip.setGraphicTextGap(8);
        chip.setMaxWidth(320);
        return chip;
    }
}
