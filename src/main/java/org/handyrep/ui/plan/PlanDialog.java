package org.handyrep.ui.plan;

import org.handyrep.engine.Engine;
import org.handyrep.plan.Request;
import org.handyrep.ui.main.Navigator;

/// The plan of any request other than a failover: checks, plan, progress, result.
public final class PlanDialog {

    private final PlanWindow window;

    public PlanDialog(Engine engine, Navigator nav, Request request) {
        window = new PlanWindow(engine, nav, new Aim.Fixed(request));
    }

    /// Opens the window beside the main window and makes the plan. On the JavaFX thread.
    public void show() {
        window.show();
    }
}
