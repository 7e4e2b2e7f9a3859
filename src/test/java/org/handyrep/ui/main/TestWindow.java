package org.handyrep.ui.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.layout.StackPane;
import org.awaitility.Awaitility;
import org.handyrep.demo.DemoControls;
import org.handyrep.engine.Engine;
import org.handyrep.ui.ConsoleApp;
import org.handyrep.ui.alert.DesktopNote;
import org.handyrep.ui.alert.Notifier;
import org.handyrep.testing.TemporaryFiles;
import org.handyrep.ui.common.Look;

/// The real window over engines that a test gives, by the name of their conf file.
public final class TestWindow implements AutoCloseable {

    private final Path folder;
    private final ConsoleWindow window;

    /// What the desktop was told.
    public final List<DesktopNote> told = new CopyOnWriteArrayList<>();

    /// Whether the program would end now.
    public volatile boolean ended;

    private final List<Throwable> bugs = new CopyOnWriteArrayList<>();

    /// Whether the desktop can be told.
    public volatile boolean hasDesktop = true;

    public TestWindow(Map<String, ClusterOpener.Answer> clusters, Optional<DemoControls> demo, Look look) {
        this(clusters, demo, new Memory.Found(new Memory(List.of(), Optional.of(look)), Optional.empty()));
    }

    /// @param found of the last start
    public TestWindow(Map<String, ClusterOpener.Answer> clusters, Optional<DemoControls> demo, Memory.Found found) {
        Fx.start();
        Notifier notifier = note -> {
            told.add(note);
            return hasDesktop;
        };
        try {
            folder = Files.createTempDirectory("handyrep-window");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        ClusterOpener opener = conf -> clusters.getOrDefault(
                String.valueOf(conf.getFileName()), new ClusterOpener.Answer.Refused(List.of(conf + ": no such file")));
        List<Path> confs = clusters.keySet().stream().sorted().map(folder::resolve).toList();
        ConsoleApp.Options options = new ConsoleApp.Options(
                opener,
                demo.isPresent() || !found.memory().clusters().isEmpty() ? List.of() : confs,
                demo.map(d -> () -> d),
                folder.resolve("console.json"),
                notifier);
        window = Fx.on(() -> {
            ConsoleWindow w = new ConsoleWindow(options, found, () -> ended = true);
            w.show();
            if (found.memory().place().isEmpty()) {
                // the screen that is none is small, and pictures are looked at on a large one
                w.stage().setWidth(1440);
                w.stage().setHeight(920);
            }
            Thread.UncaughtExceptionHandler shown = Thread.currentThread().getUncaughtExceptionHandler();
            Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> {
                bugs.add(bug);
                shown.uncaughtException(thread, bug);
            });
            return w;
        });
        Awaitility.await().until(() -> Fx.on(() -> window.frame().sessions().size() >= 1
                && window.frame().sessions().stream().noneMatch(s -> s.state() instanceof ClusterSession.State.Opening)));
    }

    public static TestWindow over(Engine engine, Look look) {
        return new TestWindow(Map.of("orders.conf", new ClusterOpener.Answer.Opened(engine)), Optional.empty(), look);
    }

    public ConsoleWindow window() {
        return window;
    }

    public StackPane root() {
        return window.frame().root();
    }

    public Path memoryFile() {
        return folder.resolve("console.json");
    }

    /// Lets everything that was posted to the JavaFX thread happen.
    public void settle() {
        for (int i = 0; i < 3; i++) {
            Fx.run(() -> {
                root().applyCss();
                root().layout();
            });
        }
    }

    public void picture(String name) {
        settle();
        Fx.run(() -> Picture.of(root(), name));
    }

    @Override
    public void close() {
        Fx.run(() -> window.stage().hide());
        TemporaryFiles.delete(folder);
        if (!bugs.isEmpty()) {
            throw new AssertionError("a bug in the window", bugs.getFirst());
        }
    }
}
