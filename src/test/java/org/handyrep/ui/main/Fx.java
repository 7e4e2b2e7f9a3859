package org.handyrep.ui.main;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.handyrep.testing.Patience;

/// The toolkit for tests, on the Headless platform.
public final class Fx {

    private Fx() {}

    public static void start() {
        CompletableFuture<Boolean> ready = new CompletableFuture<>();
        try {
            Platform.startup(() -> ready.complete(true));
        } catch (IllegalStateException alreadyRunning) {
            ready.complete(true);
        }
        ready.join();
        Platform.setImplicitExit(false);
    }

    public static <T> T on(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    public static void run(Runnable work) {
        on(() -> {
            work.run();
            return true;
        });
    }
}
