package org.handyrep.ui.plan;

import java.util.Optional;
import org.handyrep.engine.Engine;
import org.handyrep.ui.main.Navigator;

/// The manual failover wizard: who, checks, plan, progress, result. A switchover while the primary lives, a failover when it is lost.
public final class FailoverWizard {

    private final PlanWindow window;

    /// @param preselected the server whose action was chosen; a server that cannot take over is not preselected
    public FailoverWizard(Engine engine, Navigator nav, Optional<String> preselected) {
        window = new PlanWindow(engine, nav, Aim.Takeover.of(engine.candidates(), preselected));
    }

    /// Opens the window beside the main window. On the JavaFX thread.
    public void show() {
        window.show();
    }
}
