package org.handyrep.ui.main;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.demo.DemoControls;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.ui.automation.Drawer;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.plan.OperationPanel;
import org.handyrep.ui.plan.OperationTexts;
import org.handyrep.ui.server.ServerPanel;
import org.jspecify.annotations.Nullable;

/// One cluster of the list on the left: being opened, refused, or open with its pages. Lives on the JavaFX thread.
final class ClusterSession {

    /// @param conf empty for the demo cluster until it has started
    sealed interface State {
        record Opening(String what) implements State {}

        record Refused(List<String> problems) implements State {}

        /// Watched, and nothing of it is shown until somebody has signed in.
        record Locked(Engine engine, SignInPage page) implements State {}

        record Open(
                Engine engine, Identity who, SessionNavigator nav, ServerPanel panel, OperationPanel operation, Drawer drawer)
                implements State {}
    }

    private final Map<Page, PageView> pages = new EnumMap<>(Page.class);
    private final boolean demo;
    private Optional<Path> conf;
    private State state;
    private Page page = Page.TOPOLOGY;
    private Optional<String> selected = Optional.empty();
    private Optional<DemoControls> controls = Optional.empty();
    private @Nullable ClusterView view;
    private @Nullable AutoCloseable watching;

    ClusterSession(Optional<Path> conf, boolean demo) {
        this.conf = conf;
        this.demo = demo;
        this.state = new State.Opening(demo ? "Starting the demo cluster…" : "Reading " + conf.map(Path::toString).orElse("") + "…");
    }

    String name() {
        if (view != null) {
            return view.snapshot().clusterName();
        }
        if (state instanceof State.Locked locked) {
            return locked.engine().view().snapshot().clusterName();
        }
        if (demo) {
            return "demo";
        }
        Path file = conf.orElse(Path.of("handyrep.conf"));
        Path folder = file.toAbsolutePath().getParent();
        boolean plain = file.endsWith("handyrep.conf") && folder != null && folder.getFileName() != null;
        return String.valueOf(plain && folder != null ? folder.getFileName() : file.getFileName());
    }

    Mark mark() {
        return switch (state) {
            case State.Opening ignored -> Mark.RUNNING;
            case State.Refused ignored -> Mark.DOWN;
            case State.Locked ignored -> Mark.UNKNOWN;
            case State.Open ignored -> Mark.of(view == null ? ClusterStatus.UNKNOWN : view.diagnosis().clusterStatus());
        };
    }

    String statusWord() {
        return switch (state) {
            case State.Opening ignored -> "opening";
            case State.Refused r -> "configuration refused";
            case State.Locked ignored -> "sign in";
            case State.Open ignored -> (view == null ? ClusterStatus.UNKNOWN : view.diagnosis().clusterStatus()).word();
        };
    }

    Optional<Integer> servers() {
        return Optional.ofNullable(view).map(v -> v.snapshot().servers().size());
    }

    boolean isDemo() {
        return demo;
    }

    Optional<Path> conf() {
        return conf;
    }

    void conf(Path path) {
        conf = Optional.of(path);
    }

    State state() {
        return state;
    }

    void state(State next) {
        state = next;
        pages.clear();
        view = null;
    }

    Optional<State.Open> open() {
        return state instanceof State.Open o ? Optional.of(o) : Optional.empty();
    }

    Optional<ClusterView> view() {
        return Optional.ofNullable(view);
    }

    void view(ClusterView next) {
        view = next;
    }

    Page page() {
        return page;
    }

    void page(Page next) {
        page = next;
    }

    Map<Page, PageView> pages() {
        return pages;
    }

    Optional<String> selected() {
        return selected;
    }

    void selected(Optional<String> server) {
        selected = server;
    }

    Optional<DemoControls> controls() {
        return controls;
    }

    void controls(DemoControls next) {
        controls = Optional.of(next);
    }

    void watching(AutoCloseable subscription) {
        watching = subscription;
    }

    /// Empty while there is none yet.
    Optional<Engine> engine() {
        return switch (state) {
            case State.Opening ignored -> Optional.empty();
            case State.Refused ignored -> Optional.empty();
            case State.Locked l -> Optional.of(l.engine());
            case State.Open o -> Optional.of(o.engine());
        };
    }

    /// As the engine has it now, also while nobody is signed in or listens: an operation goes on without the one who began it.
    boolean isBusy() {
        return engine().flatMap(e -> e.view().operation()).filter(OperationTexts::isRunning).isPresent();
    }

    /// What ends when this console watches the cluster no more; empty when nothing does.
    Optional<String> endsWithIt() {
        if (isBusy()) {
            return Optional.of("The operation that runs is finished first, without a window that shows it.");
        }
        boolean guarded = engine().map(e -> e.view().automation().state() != ClusterView.Automation.State.OFF).orElse(false);
        return guarded ? Optional.of("Automatic failover is not off: from then on this console does nothing when the primary is lost.") : Optional.empty();
    }

    /// The operation that runs now.
    Optional<Operation> running() {
        return view().flatMap(ClusterView::operation).filter(OperationTexts::isRunning);
    }

    /// Nothing more is heard of the cluster.
    void stopWatching() throws Exception {
        if (watching != null) {
            watching.close();
            watching = null;
        }
    }

    /// Blocks: a running plan is finished first. Not on the JavaFX thread.
    void close() throws Exception {
        stopWatching();
        engine().ifPresent(Engine::close);
        controls.ifPresent(DemoControls::close);
    }
}
