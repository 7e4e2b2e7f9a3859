package org.handyrep.ui.automation;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.handyrep.engine.ClusterView.Automation;
import org.handyrep.engine.Engine;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.main.Navigator;

/// Pause, resume, acknowledge: whether they may be used now, what is asked before, and what the engine answers. Called on the JavaFX thread.
public final class AutomationActions {

    private final Engine engine;
    private final Navigator nav;

    public AutomationActions(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
    }

    public Optional<String> cannotPause(Automation now) {
        return nav.forbidden("pause_automation").or(() -> AutomationTexts.cannotPause(now));
    }

    public Optional<String> cannotResume(Automation now) {
        return nav.forbidden("resume_automation").or(() -> AutomationTexts.cannotResume(now));
    }

    public Optional<String> cannotAcknowledge(Automation now) {
        return nav.forbidden("acknowledge").or(() -> AutomationTexts.cannotAcknowledge(now));
    }

    public void pause() {
        cannotPause(now()).ifPresentOrElse(this::refuse, () -> PauseDialog.ask(nav.window(), cluster(), Instant.now())
                .ifPresent(p -> act(() -> engine.pauseAutomation(nav.operator(), p.reason(), p.until()))));
    }

    public void resume() {
        cannotResume(now()).ifPresentOrElse(this::refuse, () -> act(() -> engine.resumeAutomation(nav.operator())));
    }

    public void acknowledge() {
        cannotAcknowledge(now())
                .ifPresentOrElse(this::refuse, () -> AcknowledgeDialog.ask(nav.window(), cluster(), now())
                        .ifPresent(comment -> act(() -> engine.acknowledge(nav.operator(), comment))));
    }

    private String cluster() {
        return engine.view().snapshot().clusterName();
    }

    private Automation now() {
        return engine.view().automation();
    }

    private void refuse(String why) {
        nav.notify(Mark.WARNING, why);
    }

    private void act(Callable<Outcome> act) {
        nav.background(act, said -> nav.notify(said.succeeded() ? Mark.OK : Mark.WARNING, said.details()));
    }
}
