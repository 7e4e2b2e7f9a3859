package org.handyrep.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import javafx.application.Platform;
import org.handyrep.demo.DemoControls;
import org.handyrep.ui.alert.Notifier;
import org.handyrep.ui.main.ClusterOpener;
import org.handyrep.ui.main.ConsoleWindow;
import org.handyrep.ui.main.Memory;

/// Starts the window and returns when it was closed and every engine has stopped.
///
/// Not a subclass of `javafx.application.Application`: the toolkit is started with an object that has what it needs, so nothing travels through statics.
public final class ConsoleApp {

    private final CompletableFuture<?> toolkit;

    private ConsoleApp(CompletableFuture<?> toolkit) {
        this.toolkit = toolkit;
    }

    /// @param opener makes an engine of a handyrep.conf
    /// @param confs clusters to open beside the remembered ones; the first of them is shown
    /// @param demo starts the demo cluster; called in the background after the first frame. Empty: no demo, no Demo menu
    /// @param memoryFile where the list of clusters and the look are remembered
    /// @param notifier tells the desktop
    public record Options(
            ClusterOpener opener, List<Path> confs, Optional<Callable<DemoControls>> demo, Path memoryFile, Notifier notifier) {

        public Options {
            confs = List.copyOf(confs);
        }
    }

    /// Begins to start the toolkit, which takes half a second, and returns at once. Call it once, from a class that is not an Application.
    public static ConsoleApp start() {
        CompletableFuture<Void> toolkit = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("toolkit").start(() -> {
            try {
                Platform.setImplicitExit(false);
                Platform.startup(() -> toolkit.complete(null));
            } catch (RuntimeException e) {
                toolkit.completeExceptionally(e);
            }
        });
        return new ConsoleApp(toolkit);
    }

    /// Blocks until the window is closed. Not on the JavaFX thread.
    ///
    /// @throws UnsupportedOperationException when there is no display
    public void show(Options options) throws InterruptedException {
        CompletableFuture<Memory.Found> memory =
                CompletableFuture.supplyAsync(() -> Memory.read(options.memoryFile()), Thread.ofVirtual()::start);
        CountDownLatch ended = new CountDownLatch(1);
        try {
            toolkit.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof UnsupportedOperationException none ? none : new IllegalStateException(e.getCause());
        }
        Platform.runLater(() -> new ConsoleWindow(options, memory.join(), ended::countDown).show());
        ended.await();
        Platform.exit();
    }
}
