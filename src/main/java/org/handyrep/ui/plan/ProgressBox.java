package org.handyrep.ui.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.handyrep.engine.Operation;
import org.handyrep.plugin.cloning.Progress;

/// How far the step that runs is, where it takes long. Takes no room otherwise.
final class ProgressBox {

    private final ProgressBar bar = new ProgressBar();
    private final Label sentence = Pages.wrapping("");
    private final Label slept = Pages.wrapping("", "status-word", "tone-warn");
    private final VBox box = new VBox(6, bar, sentence, slept);
    private Optional<Progress> shown = Optional.empty();
    private Optional<String> operation = Optional.empty();
    private Instant heard = Instant.now();
    private Wakefulness awake = Wakefulness.from(heard);

    ProgressBox() {
        bar.setId("progress-bar");
        bar.setMaxWidth(Double.MAX_VALUE);
        sentence.setId("progress-sentence");
        slept.setId("progress-slept");
        draw(heard);
    }

    Node node() {
        return box;
    }

    void show(Optional<Operation> now) {
        Instant at = Instant.now();
        Optional<String> id = now.map(Operation::id);
        if (id.isEmpty() || !id.equals(operation)) {
            operation = id;
            awake = Wakefulness.from(at);
        }
        Optional<Progress> next = now.filter(o -> o.endedAt().isEmpty()).flatMap(Operation::progress);
        if (!next.equals(shown)) {
            shown = next;
            heard = at;
        }
        draw(at);
    }

    /// Called several times a second while it is on screen.
    void tick(Instant now) {
        if (operation.isPresent()) {
            awake = awake.at(now);
            draw(now);
        }
    }

    private void draw(Instant now) {
        shown.ifPresent(p -> {
            bar.setProgress(p.percent().map(percent -> percent / 100.0).orElse(ProgressBar.INDETERMINATE_PROGRESS));
            sentence.setText(OperationTexts.progress(p, Duration.between(heard, now)));
        });
        slept.setText(awake.slept().orElse(""));
        Pages.visible(bar, shown.isPresent());
        Pages.visible(sentence, shown.isPresent());
        Pages.visible(slept, awake.slept().isPresent());
        Pages.visible(box, shown.isPresent() || awake.slept().isPresent());
    }
}
