package org.handyrep.ui.main;

import java.time.Duration;
import java.time.Instant;
import javafx.application.Platform;
import javafx.scene.Scene;

/// Says on standard error how long the program took from its start to its first frame, when it is run with `-Dhandyrep.timing=true`.
final class FirstFrame {

    private FirstFrame() {}

    static void measure(Scene scene) {
        if (!Boolean.getBoolean("handyrep.timing")) {
            return;
        }
        // The second pulse comes when the first frame has been drawn.
        scene.addPostLayoutPulseListener(new Runnable() {
            private int pulses;

            @Override
            public void run() {
                if (++pulses < 2) {
                    Platform.requestNextPulse();
                    return;
                }
                scene.removePostLayoutPulseListener(this);
                ProcessHandle.Info program = ProcessHandle.current().info();
                program.startInstant().ifPresent(start -> System.err.println("first frame "
                        + Duration.between(start, Instant.now()).toMillis() + " ms after the start of the program, "
                        + program.totalCpuDuration().map(Duration::toMillis).orElse(0L) + " ms of processor time"));
            }
        });
    }
}
