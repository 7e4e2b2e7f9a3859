package org.handyrep.ui.main;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Window;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operator;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Secret;
import org.handyrep.ui.automation.HolderTexts;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.journal.LogPage;
import org.handyrep.ui.plan.CloneDialog;
import org.handyrep.ui.plan.FailoverWizard;
import org.handyrep.ui.plan.PlanDialog;
import org.handyrep.ui.server.ServerDialog;
import org.handyrep.ui.server.ServerForm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the pages of one cluster may ask of the frame.
final class SessionNavigator implements Navigator {

    private static final Operator NOBODY = new Operator("nobody", "", Secret.NONE);
    private static final Logger LOG = LoggerFactory.getLogger(SessionNavigator.class);

    private final Frame frame;
    private final ClusterSession session;
    private final Engine engine;

    private final Identity who;
    private final List<Runnable> atEnd = new ArrayList<>();
    private volatile boolean ended;

    SessionNavigator(Frame frame, ClusterSession session, Engine engine, Identity who) {
        this.who = who;
        this.frame = frame;
        this.session = session;
        this.engine = engine;
    }

    @Override
    public void showPage(Page page) {
        frame.showPage(session, page);
    }

    @Override
    public void showLog(String category) {
        showPage(Page.LOG);
        if (session.pages().get(Page.LOG) instanceof LogPage log) {
            log.only(category);
        }
    }

    @Override
    public void select(String server) {
        frame.select(session, Optional.of(server));
    }

    @Override
    public Optional<String> selected() {
        return session.selected();
    }

    @Override
    public void openWizard(Optional<String> server) {
        allowed("manual_failover", () -> new FailoverWizard(engine, this, server).show());
    }

    private void allowed(String function, Runnable then) {
        forbidden(function).ifPresentOrElse(why -> notify(Mark.WARNING, why), then);
    }

    @Override
    public void request(Request request) {
        allowed(request.function(), () -> open(request));
    }

    private void open(Request request) {
        switch (request) {
            case Request.ManualFailover f -> openWizard(f.newMaster());
            case Request.Promote p -> new PlanDialog(engine, this, p).show();
            case Request.Remaster r -> new PlanDialog(engine, this, r).show();
            case Request.ConnectionFailover c -> new PlanDialog(engine, this, c).show();
            case Request.ProxyInit i -> new PlanDialog(engine, this, i).show();
            case Request.AutomaticFailover f -> new PlanDialog(engine, this, f).show();
            case Request.RestartPrimary r -> new PlanDialog(engine, this, r).show();
            case Request.Archiving a -> new PlanDialog(engine, this, a).show();
            case Request.CleanUpArchive a -> new PlanDialog(engine, this, a).show();
            case Request.Clone c -> new CloneDialog(engine, this, Optional.of(c)).show();
            case Request.Rejoin r -> new PlanDialog(engine, this, r).show();
            case Request.Isolate i -> new PlanDialog(engine, this, i).show();
            case Request.Service s -> new PlanDialog(engine, this, s).show();
        }
    }

    @Override
    public void cloneReplica() {
        allowed("clone", () -> new CloneDialog(engine, this, Optional.empty()).show());
    }

    @Override
    public void editServer(Optional<String> server, Optional<Consumer<String>> added) {
        Optional<Server> known = server.flatMap(engine.view().snapshot()::find).map(Observation::server);
        if (server.isPresent() && known.isEmpty()) {
            notify(Mark.WARNING, "there is no server " + server.get() + " any more");
            return;
        }
        allowed(ServerForm.function(known), () -> new ServerDialog(engine, this, known, added).show());
    }

    @Override
    public Operator operator() {
        return ended ? NOBODY : who.operator();
    }

    @Override
    public Optional<String> forbidden(String function) {
        return who.forbidden(function)
                .or(() -> HolderTexts.forbids(engine.view().inCharge(), function));
    }

    @Override
    public Runnable onSignOut(Runnable then) {
        atEnd.add(then);
        return () -> atEnd.remove(then);
    }

    /// How many wait for the end.
    int waiting() {
        return atEnd.size();
    }

    /// Signed out, or removed from the list: what is still open of this cluster closes, and what still runs in the background speaks in nobody's name.
    void end() {
        ended = true;
        List.copyOf(atEnd).forEach(Runnable::run);
        atEnd.clear();
    }

    @Override
    public void notify(Mark mark, String message) {
        if (!ended) {
            frame.notices().add(mark, message);
        }
    }

    @Override
    public <T> void background(Callable<T> work, Consumer<T> done) {
        Thread.ofVirtual().name("window work").start(() -> {
            try {
                T result = work.call();
                Platform.runLater(() -> {
                    if (!ended) {
                        done.accept(result);
                    }
                });
            } catch (Exception e) {
                LOG.warn("work for the window failed", e);
                Platform.runLater(() -> notify(Mark.DOWN, "That did not work: " + e));
            }
        });
    }

    @Override
    public Window window() {
        return frame.window();
    }
}
