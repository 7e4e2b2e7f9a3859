package org.handyrep.ui.automation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.handyrep.ui.common.Asking;

/// Asks why and until when automation is paused.
final class PauseDialog {

    private static final LocalTime MORNING = LocalTime.of(8, 0);

    private PauseDialog() {}

    /// @param until empty: until somebody ends it
    record Wanted(String reason, Optional<Instant> until) {}

    static Optional<Wanted> ask(Window owner, String cluster, Instant now) {
        TextField reason = new TextField();
        reason.setId("pause-reason");
        reason.setPromptText("what is done meanwhile");
        ToggleGroup group = new ToggleGroup();
        VBox choices = new VBox(6);
        choices(now, ZoneId.systemDefault()).forEach((text, until) -> {
            RadioButton choice = new RadioButton(text);
            choice.setMnemonicParsing(true);
            choice.setToggleGroup(group);
            choice.setUserData(until);
            choices.getChildren().add(choice);
        });
        group.selectToggle(group.getToggles().getFirst());
        Label why = new Label("_Why?");
        why.setMnemonicParsing(true);
        why.setLabelFor(reason);
        VBox form = new VBox(12, new VBox(4, why, reason), new VBox(4, new Label("Until when?"), choices));
        Asking asking = new Asking(
                "Pause automatic failover of " + cluster + "?",
                "Until the pause ends this cluster has no protection by itself: if its primary dies, nothing happens until a person acts."
                        + " Only this console is paused: any other that watches this cluster still acts by itself.",
                "Pause",
                Optional.empty(),
                false);
        boolean agreed = asking.ask(owner, Optional.of(form), Bindings.createBooleanBinding(
                () -> !reason.getText().isBlank(), reason.textProperty()));
        if (!agreed) {
            return Optional.empty();
        }
        @SuppressWarnings("unchecked")
        Optional<Instant> until = (Optional<Instant>) group.getSelectedToggle().getUserData();
        return Optional.of(new Wanted(reason.getText().strip(), until));
    }

    /// What can be chosen, with the end that it means.
    static Map<String, Optional<Instant>> choices(Instant now, ZoneId zone) {
        Map<String, Optional<Instant>> all = new LinkedHashMap<>();
        ZonedDateTime here = now.atZone(zone);
        Instant half = now.plus(Duration.ofMinutes(30));
        Instant two = now.plus(Duration.ofHours(2));
        all.put("_30 minutes, until " + clock(half, zone), Optional.of(half));
        all.put("_2 hours, until " + clock(two, zone), Optional.of(two));
        all.put("until _tomorrow " + MORNING, Optional.of(here.toLocalDate().plusDays(1).atTime(MORNING).atZone(zone).toInstant()));
        all.put("until _I end it", Optional.empty());
        return all;
    }

    private static String clock(Instant at, ZoneId zone) {
        return "%tR".formatted(at.atZone(zone));
    }
}
