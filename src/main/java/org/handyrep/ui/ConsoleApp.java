package org.handyrep.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
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

    private ConsoleApp() {}

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

    /// Blocks until the window is closed. Call it from a class that is not an Application, on any thread but the JavaFX thread.
    ///
    /// @throws UnsupportedOperationException when there is no display
    public static void launch(Options options) throws InterruptedException {
        CompletableFuture<Memory> memory =
                CompletableFuture.supplyAsync(() -> Memory.read(options.memoryFile()), Thread.ofVirtual()::start);
        CountDownLatch ended = new CountDownLatch(1);
        Platform.setImplicitExit(false);
        Platform.startup(() -> new ConsoleWindow(options, memory.join(), ended::countDown).show());
        ended.await();
        Platform.exit();
    }
}
