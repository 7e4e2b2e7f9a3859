package org.handyrep.ui.main;

import java.lang.management.ManagementFactory;
import javafx.application.Platform;
import javafx.scene.Scene;

/// The moment when the window has been drawn for the first time: what takes time waits for it.
///
/// Says on standard error how long the program took to it, when it is run with `-Dhandyrep.timing=true`.
final class FirstFrame {

    private FirstFrame() {}

    /// @param next runs once, on the JavaFX thread
    static void then(Scene scene, Runnable next) {
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
                if (Boolean.getBoolean("handyrep.timing")) {
                    tell();
                }
                next.run();
            }
        });
    }

    private static void tell() {
        // The start time of the process itself is known to Linux to the second only.
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        System.err.println("first frame " + (System.currentTimeMillis() - start) + " ms after the start of the program, "
                + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() + " ms of processor time");
    }
}
