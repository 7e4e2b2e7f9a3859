package org.handyrep.ui.main;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.handyrep.ui.ConsoleApp;
import org.handyrep.ui.alert.DesktopNote;
import org.handyrep.ui.common.Asking;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.common.Mark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The main window of the program: shows the frame at once, then opens the clusters. Everything on the JavaFX thread.
public final class ConsoleWindow implements Commands {

    private static final Logger LOG = LoggerFactory.getLogger(ConsoleWindow.class);

    private final ConsoleApp.Options options;
    private final Runnable onEnded;
    private final ClusterList clusters;
    private final Frame frame;
    private final Stage stage = new Stage();
    private final Timeline clock = new Timeline();
    private final Optional<String> trouble;
    private final WindowPlace place;
    private volatile Memory memory;
    private Look look;
    /// Before that the list of clusters is not the one that is remembered.
    private boolean opened;
    private boolean closing;

    public ConsoleWindow(ConsoleApp.Options options, Memory.Found found, Runnable onEnded) {
        this.options = options;
        memory = found.memory();
        trouble = found.trouble();
        this.onEnded = onEnded;
        place = new WindowPlace(stage, memory);
        look = memory.look().orElseGet(Look::ofDesktop);
        look.apply();
        clusters = new ClusterList(options.opener());
        frame = new Frame(clusters, this);
        clusters.frame(frame);
        clock.getKeyFrames().add(new KeyFrame(Duration.seconds(1), e -> frame.tick(Instant.now())));
        clock.setCycleCount(Animation.INDEFINITE);
    }

    public Frame frame() {
        return frame;
    }

    public Stage stage() {
        return stage;
    }

    public Look look() {
        return look;
    }

    /// Shows the window; the clusters are opened after its first frame.
    public void show() {
        Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> {
            LOG.error("a bug in the window", e);
            frame.notices().add(Mark.DOWN, "A bug in the window: " + e);
        });
        Scene scene = new Scene(frame.root());
        look.dress(scene);
        stage.setTitle("HandyRep");
        stage.getIcons().add(new Image(Objects.requireNonNull(ConsoleWindow.class.getResourceAsStream("handyrep.png"))));
        stage.setScene(scene);
        stage.setOnCloseRequest(e -> {
            e.consume();
            quit();
        });
        FirstFrame.then(scene, this::openClusters);
        stage.show();
        place.watch(this::remember);
        clock.play();
    }

    private void openClusters() {
        trouble.ifPresent(what -> frame.notices().add(Mark.WARNING, what));
        Optional<Path> shown = memory.shown();
        Optional<ClusterSession> first = options.demo().map(clusters::addDemo);
        for (Path conf : options.confs()) {
            ClusterSession session = clusters.add(conf);
            first = first.or(() -> Optional.of(session));
        }
        for (Path conf : memory.clusters()) {
            ClusterSession session = clusters.add(conf);
            first = first.or(() -> shown.filter(conf::equals).map(same -> session));
        }
        first = first.or(() -> clusters.sessions().stream().findFirst());
        first.ifPresentOrElse(frame::open, () -> frame.showWelcome(this::addCluster));
        opened = true;
        remember();
    }

    @Override
    public void addCluster() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle("Open the handyrep.conf of a cluster");
        chooser.getExtensionFilters()
                .addAll(
                        new FileChooser.ExtensionFilter("HandyRep configuration", "*.conf"),
                        new FileChooser.ExtensionFilter("All files", "*"));
        File file = chooser.showOpenDialog(stage);
        if (file != null) {
            open(file.toPath());
        }
    }

    public void open(Path conf) {
        frame.open(clusters.add(conf));
        remember();
    }

    @Override
    public void forget(ClusterSession session) {
        if (session.isDemo()) {
            frame.notices().add(Mark.WARNING, "The demo cluster cannot be removed from the list; it ends with the console.");
            return;
        }
        String name = session.name();
        boolean agreed = session.endsWithIt()
                .map(what -> new Asking("Remove " + name + " from the list?", what, "Remove " + name, Optional.empty(), true).ask(stage))
                .orElse(true);
        if (!agreed || !clusters.sessions().contains(session)) {
            return;
        }
        clusters.remove(session);
        frame.current()
                .filter(clusters.sessions()::contains)
                .or(() -> clusters.sessions().stream().findFirst())
                .ifPresentOrElse(frame::open, () -> frame.showWelcome(this::addCluster));
        remember();
    }

    @Override
    public boolean notifications() {
        return memory.notifications();
    }

    @Override
    public void switchNotifications() {
        remember(memory.withNotifications(!memory.notifications()));
    }

    /// Off the JavaFX thread, because a desktop may be slow.
    @Override
    public void tell(DesktopNote note, Runnable untold) {
        if (!notifications()) {
            return;
        }
        Thread.ofVirtual().name("telling the desktop").start(() -> {
            if (!options.notifier().tell(note)) {
                Platform.runLater(untold);
            }
        });
    }

    @Override
    public void switchLook() {
        look = look.other();
        look.apply();
        for (Window window : List.copyOf(Window.getWindows())) {
            if (window instanceof Stage && window.getScene() != null) {
                look.dress(window.getScene());
            }
        }
        remember(memory.withLook(look));
    }

    @Override
    public void remember() {
        remember(memory);
    }

    private void remember(Memory next) {
        Optional<Path> shown = frame.current().filter(s -> !s.isDemo()).flatMap(ClusterSession::conf);
        Memory now = opened ? place.in(next.withClusters(clusters.remembered(), shown.or(next::shown))) : next;
        if (!now.equals(memory)) {
            memory = now;
            Thread.ofVirtual().name("remembering").start(this::write);
        }
    }

    /// What is newest, whichever thread comes last.
    private synchronized void write() {
        try {
            memory.write(options.memoryFile());
        } catch (IOException e) {
            LOG.warn("could not remember the clusters in {}", options.memoryFile(), e);
        }
    }

    @Override
    public void showKeys() {
        HelpTexts.keys(stage);
    }

    @Override
    public void about() {
        HelpTexts.about(stage);
    }

    @Override
    public void quit() {
        if (closing) {
            return;
        }
        List<String> busy = clusters.busy().stream().map(ClusterSession::name).toList();
        if (!busy.isEmpty()
                && !new Asking(
                                "An operation is running",
                                "The operation on " + String.join(", ", busy)
                                        + " is finished first; the console ends after it. Nothing is cut off in the middle.",
                                "Finish and quit",
                                Optional.empty(),
                                false)
                        .ask(stage)) {
            return;
        }
        closing = true;
        remember();
        clock.stop();
        stage.hide();
        Runnable ending = clusters.ending();
        Thread.ofPlatform().name("closing").start(() -> {
            write();
            ending.run();
            onEnded.run();
        });
    }
}
