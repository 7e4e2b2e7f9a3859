package org.handyrep.ui.plan;

import java.util.Optional;
import org.handyrep.engine.Engine;
import org.handyrep.plan.CloneOptions;
import org.handyrep.plan.Request;
import org.handyrep.ui.main.Navigator;

/// The clone-replica dialog: what, checks, plan, progress, result.
public final class CloneDialog {

    private final PlanWindow window;

    /// @param wanted what is chosen at first; empty for nothing
    public CloneDialog(Engine engine, Navigator nav, Optional<Request.Clone> wanted) {
        window = new PlanWindow(engine, nav, CloneAim.of(CloneOptions.of(engine.view().snapshot()), wanted));
    }

    /// Opens the window beside the main window. On the JavaFX thread.
    public void show() {
        window.show();
    }
}
