package org.handyrep.ui.main;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.handyrep.engine.ClusterView;
import org.jspecify.annotations.Nullable;

/// Carries the newest view from the engine's threads to the JavaFX thread. What is not shown in time is dropped: at most one view waits, so a slow window never falls behind.
public final class ViewBridge implements Consumer<ClusterView> {

    private final Executor fx;
    private final Consumer<ClusterView> screen;
    private final AtomicReference<@Nullable ClusterView> newest = new AtomicReference<>();

    /// @param fx `Platform::runLater`
    public ViewBridge(Executor fx, Consumer<ClusterView> screen) {
        this.fx = fx;
        this.screen = screen;
    }

    /// From any thread. Returns at once.
    @Override
    public void accept(ClusterView view) {
        if (newest.getAndSet(view) == null) {
            fx.execute(this::deliver);
        }
    }

    private void deliver() {
        ClusterView view = newest.getAndSet(null);
        if (view != null) {
            screen.accept(view);
        }
    }
}
