package org.handyrep.ui.main;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.handyrep.demo.DemoControls;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Engine.SignIn;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operator;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.automation.Drawer;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.plan.OperationPanel;
import org.handyrep.ui.server.ServerPanel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The clusters of this window: opens each in the background, starts its engine and bridges its views to the frame. Lives on the JavaFX thread.
final class ClusterList {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterList.class);

    private final List<ClusterSession> sessions = new ArrayList<>();
    private final Map<ClusterSession, Thread> closing = new LinkedHashMap<>();
    private final ClusterOpener opener;
    private @Nullable Frame frame;

    ClusterList(ClusterOpener opener) {
        this.opener = opener;
    }

    void frame(Frame next) {
        frame = next;
    }

    List<ClusterSession> sessions() {
        return List.copyOf(sessions);
    }

    /// Those that are remembered: all but the demo.
    List<Path> remembered() {
        return sessions.stream().filter(s -> !s.isDemo()).flatMap(s -> s.conf().stream()).toList();
    }

    ClusterSession add(Path conf) {
        Path file = conf.toAbsolutePath().normalize();
        Optional<ClusterSession> known = sessions.stream()
                .filter(s -> s.conf().map(file::equals).orElse(false))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        ClusterSession session = new ClusterSession(Optional.of(file), false);
        sessions.add(session);
        Optional<Thread> before = closing.entrySet().stream()
                .filter(e -> e.getKey().conf().equals(Optional.of(file)))
                .map(Map.Entry::getValue)
                .findFirst();
        work(session, () -> {
            before.ifPresent(ClusterList::await);
            return opener.open(file);
        });
        return session;
    }

    ClusterSession addDemo(Callable<DemoControls> starter) {
        ClusterSession session = new ClusterSession(Optional.empty(), true);
        sessions.add(session);
        work(session, () -> {
            DemoControls controls = starter.call();
            Platform.runLater(() -> {
                session.controls(controls);
                session.conf(controls.conf());
            });
            return opener.open(controls.conf());
        });
        return session;
    }

    void reopen(ClusterSession session) {
        session.conf().ifPresent(conf -> {
            session.state(new ClusterSession.State.Opening("Reading " + conf + "…"));
            changed(session);
            work(session, () -> opener.open(conf));
        });
    }

    /// Takes a cluster from the list with all its windows. An operation that runs is finished before its engine ends.
    void remove(ClusterSession session) {
        sessions.remove(session);
        session.open().ifPresent(open -> open.nav().end());
        closing.put(session, Thread.ofVirtual().name("closing a cluster").start(() -> {
            close(session);
            Platform.runLater(() -> closing.remove(session));
        }));
    }

    /// Those that must not be cut off: with the ones that were removed and are not at their end yet.
    List<ClusterSession> busy() {
        return Stream.concat(sessions.stream(), closing.keySet().stream()).filter(ClusterSession::isBusy).toList();
    }

    /// Ends every cluster. What it returns blocks until then; it is not for the JavaFX thread.
    Runnable ending() {
        List<ClusterSession> open = sessions();
        List<Thread> others = List.copyOf(closing.values());
        return () -> {
            open.forEach(ClusterList::close);
            others.forEach(ClusterList::await);
        };
    }

    private static void await(Thread other) {
        try {
            other.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(ClusterSession session) {
        try {
            session.close();
        } catch (Exception e) {
            LOG.warn("closing a cluster failed", e);
        }
    }

    private void work(ClusterSession session, Callable<ClusterOpener.Answer> opening) {
        Thread.ofVirtual().name("opening a cluster").start(() -> {
            ClusterOpener.Answer answer;
            try {
                answer = opening.call();
            } catch (Exception e) {
                LOG.warn("opening a cluster failed", e);
                answer = new ClusterOpener.Answer.Refused(
                        List.of(e.getMessage() == null ? e.toString() : e.getMessage()));
            }
            ClusterOpener.Answer result = answer;
            Optional<SignIn> nobody = answer instanceof ClusterOpener.Answer.Opened o
                    ? Optional.of(signIn(o.engine(), Operator.local()))
                    : Optional.empty();
            Platform.runLater(() -> opened(session, result, nobody));
        });
    }

    /// Not on the JavaFX thread: a directory server may be slow.
    private static SignIn signIn(Engine engine, Operator who) {
        try {
            return engine.signIn(who);
        } catch (RuntimeException e) {
            LOG.warn("signing in failed", e);
            return new SignIn(Outcome.failure("This is a fault of HandyRep: " + e), Set.of(), true);
        }
    }

    /// @param nobody the answer to somebody who has no password
    private void opened(ClusterSession session, ClusterOpener.Answer answer, Optional<SignIn> nobody) {
        Frame f = frame;
        if (f == null) {
            return;
        }
        switch (answer) {
            case ClusterOpener.Answer.Refused r -> session.state(new ClusterSession.State.Refused(r.problems()));
            case ClusterOpener.Answer.Opened o -> {
                if (!sessions.contains(session)) {
                    Thread.ofVirtual().start(o.engine()::close);
                    return;
                }
                o.engine().start();
                SignIn answered = nobody.orElseThrow();
                if (!answered.needed() && answered.outcome().succeeded()) {
                    begin(f, session, o.engine(), new Identity(Operator.local(), answered));
                } else {
                    lock(session, o.engine(), answered);
                }
            }
        }
        changed(session);
    }

    /// Shows nothing of the cluster until somebody has signed in. It is watched all the same.
    private void lock(ClusterSession session, Engine engine, SignIn answered) {
        Optional<String> why = answered.needed()
                ? Optional.empty()
                : Optional.of(answered.outcome()).filter(o -> !o.succeeded()).map(Outcome::details);
        String name = engine.view().snapshot().clusterName();
        session.state(new ClusterSession.State.Locked(
                engine, new SignInPage(name, answered.needed(), why, who -> tryIt(session, engine, who))));
    }

    private void tryIt(ClusterSession session, Engine engine, Operator who) {
        ClusterSession.State asked = session.state();
        Thread.ofVirtual().name("signing in").start(() -> {
            SignIn answer = signIn(engine, who);
            Platform.runLater(() -> answered(session, asked, new Identity(who, answer)));
        });
    }

    private void answered(ClusterSession session, ClusterSession.State asked, Identity who) {
        Frame f = frame;
        if (f == null || session.state() != asked || !(asked instanceof ClusterSession.State.Locked locked)) {
            return;
        }
        switch (who.signIn().outcome()) {
            case Outcome.Failure no -> locked.page().refused(no.details());
            case Outcome.Success yes -> {
                begin(f, session, locked.engine(), who);
                changed(session);
            }
        }
    }

    /// Forgets who works on a cluster and closes all that was open of it. An operation that runs goes on.
    void signOut(ClusterSession session) {
        session.open().ifPresent(open -> {
            open.nav().end();
            try {
                session.stopWatching();
            } catch (Exception e) {
                LOG.warn("a watch could not be ended", e);
            }
            lock(session, open.engine(), open.who().signIn());
            if (frame != null) {
                frame.notices().getChildren().clear();
            }
            changed(session);
        });
    }

    private void begin(Frame f, ClusterSession session, Engine engine, Identity who) {
        SessionNavigator nav = new SessionNavigator(f, session, engine, who);
        session.state(new ClusterSession.State.Open(
                engine, who, nav, new ServerPanel(engine, nav), new OperationPanel(engine, nav), new Drawer(engine, nav)));
        session.watching(engine.watch(new ViewBridge(Platform::runLater, view -> {
            Optional<Operation> before = session.running();
            session.view().ifPresent(was -> f.compare(session, was, view));
            session.view(view);
            view.operation()
                    .filter(o -> !o.isUnfinished() && before.map(b -> b.id().equals(o.id())).orElse(false))
                    .ifPresent(o -> f.ended(session, o));
            if (session.selected().isEmpty()) {
                session.selected(view.snapshot().configuredPrimary().map(o -> o.name()));
            }
            f.arrived(session);
        })));
        ClusterView first = engine.view();
        session.view(first);
        if (session.selected().isEmpty()) {
            session.selected(first.snapshot().configuredPrimary().map(o -> o.name()));
        }
        who.warning().ifPresent(warning -> f.notices().add(Mark.WARNING, session.name() + ": " + warning));
    }

    private void changed(ClusterSession session) {
        Frame f = frame;
        if (f == null) {
            return;
        }
        if (f.current().map(c -> c == session).orElse(false)) {
            f.refresh();
        } else {
            f.current().ifPresent(f::open);
        }
    }
}
