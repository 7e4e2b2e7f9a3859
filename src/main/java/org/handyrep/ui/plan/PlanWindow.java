package org.handyrep.ui.plan;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.plan.CloneOptions;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Look;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.WindowHead;
import org.handyrep.ui.common.WindowSize;
import org.handyrep.ui.main.Navigator;

/// The window in which a wish becomes a plan, is agreed to, runs, and ends. It stands beside the main window; closing it stops nothing.
final class PlanWindow {

    private final Engine engine;
    private final Navigator nav;
    private final String cluster;
    private final Stage stage = new Stage();
    private final Label title = new Label();
    private final Label subtitle = new Label();
    private final FlowSteps steps = new FlowSteps();
    private final StackPane center = new StackPane();
    private final FlowButtons buttons = new FlowButtons();
    private final WhoPage who = new WhoPage(this::chosen);
    private final WhatPage what;
    private final ChecksPage checks = new ChecksPage(this::check, this::instead);
    private final PlanPage plan = new PlanPage(this::typed);
    private final ProgressPage progress = new ProgressPage();
    private final ResultPage result = new ResultPage(this::saveReport);
    private final AtomicReference<Optional<ClusterView>> news = new AtomicReference<>(Optional.empty());
    private PlanFlow flow;
    private int question;

    PlanWindow(Engine engine, Navigator nav, Aim aim) {
        this.engine = engine;
        this.nav = nav;
        cluster = engine.view().snapshot().clusterName();
        flow = PlanFlow.of(aim);
        what = new WhatPage(this::cloned, () -> nav.editServer(Optional.empty(), Optional.of(this::added)), nav.forbidden("add_server"));
        buttons.close.setOnAction(e -> stage.close());
        buttons.back.setOnAction(e -> go(flow.back()));
        buttons.cancel.setOnAction(e -> cancelPlan());
        buttons.next.setOnAction(e -> next());
    }

    /// Must be called on the JavaFX thread.
    void show() {
        Look.beside(nav.window(), stage, new Scene(layout()));
        new WindowSize(1160, 720, 720, 480).beside(stage, nav.window());
        AutoCloseable watch = engine.watch(this::hear);
        Runnable ended = nav.onSignOut(stage::close);
        stage.setOnHidden(e -> {
            ended.run();
            close(watch);
        });
        go(flow);
        stage.show();
        if (flow.page() == FlowPage.CHECKS) {
            check();
        }
    }

    private BorderPane layout() {
        title.setId("title");
        subtitle.setId("subtitle");
        VBox head = WindowHead.of(cluster, title, subtitle);
        BorderPane pane = new BorderPane(center, head, null, buttons.node(), steps.node());
        pane.getStyleClass().add("panel");
        return pane;
    }

    private void go(PlanFlow next) {
        boolean turned = center.getChildren().isEmpty() || next.page() != flow.page();
        flow = next;
        title.setText(FlowTexts.title(flow));
        subtitle.setText(FlowTexts.subtitle(flow));
        stage.setTitle(WindowHead.title(cluster, FlowTexts.title(flow)));
        if (turned) {
            steps.show(flow);
        }
        switch (flow.page()) {
            case WHO -> who.show(flow, primary());
            case WHAT -> what.show(flow);
            case CHECKS -> checks.show(flow);
            case PLAN -> plan.show(flow);
            case PROGRESS -> progress.show(flow);
            case RESULT -> result.show(flow);
        }
        if (turned) {
            turn();
        }
        buttons.show(flow);
    }

    private void turn() {
        Node page = switch (flow.page()) {
            case WHO -> who.node();
            case WHAT -> what.node();
            case CHECKS -> checks.node();
            case PLAN -> plan.node();
            case PROGRESS -> progress.node();
            case RESULT -> result.node();
        };
        center.getChildren().setAll(page);
        Node focus = switch (flow.page()) {
            case WHO -> who.firstFocus();
            case WHAT -> what.firstFocus();
            case PLAN -> plan.firstFocus();
            case CHECKS -> checks.node();
            case PROGRESS -> buttons.close;
            case RESULT -> buttons.next;
        };
        Platform.runLater(focus::requestFocus);
    }

    private void next() {
        if (flow.obstacle().isPresent()) {
            return;
        }
        switch (flow.page()) {
            case WHO, WHAT -> check();
            case CHECKS -> go(flow.toPlan());
            case PLAN -> flow.plan().ifPresent(this::begin);
            case PROGRESS -> {}
            case RESULT -> stage.close();
        }
    }

    private void chosen(UnaryOperator<Aim.Takeover> change) {
        if (flow.aim() instanceof Aim.Takeover t) {
            go(flow.withAim(change.apply(t)));
        }
    }

    private void cloned(UnaryOperator<CloneAim> change) {
        if (flow.aim() instanceof CloneAim c) {
            go(flow.withAim(change.apply(c)));
        }
    }

    private void added(String server) {
        cloned(c -> c.refresh(CloneOptions.of(engine.view().snapshot())).onto(server));
        stage.toFront();
    }

    private void typed(String text) {
        flow = flow.withTyped(text);
        buttons.show(flow);
    }

    private void check() {
        Optional<Request> request = flow.aim().request();
        if (request.isEmpty()) {
            return;
        }
        go(flow.checking());
        int asked = ++question;
        nav.background(() -> answer(request.get()), decision -> {
            if (asked == question) {
                go(flow.decided(decision));
                (flow.obstacle().isEmpty() ? buttons.next : checks.firstFocus()).requestFocus();
            }
        });
    }

    /// A bug in a planner must not leave the window waiting for ever.
    private Decision answer(Request request) {
        try {
            return engine.plan(nav.operator(), request);
        } catch (RuntimeException e) {
            return new Refusal("The plan could not be made, this is a fault of HandyRep: " + e);
        }
    }

    private void instead(Request other) {
        stage.close();
        nav.request(other);
    }

    private void begin(Plan agreed) {
        go(flow.beginning());
        nav.background(() -> tried(() -> engine.begin(nav.operator(), agreed)), this::begun);
    }

    private void begun(Outcome outcome) {
        switch (outcome) {
            case Outcome.Success s -> {
                go(flow.begun(String.valueOf(s.extra().get("operation"))));
                engine.view().operation().ifPresent(o -> go(flow.observed(o)));
            }
            case Outcome.Failure f -> go(flow.refused(f.details()));
        }
    }

    private void cancelPlan() {
        flow.operationId().ifPresent(id -> nav.background(
                () -> tried(() -> engine.cancel(nav.operator(), id)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Success s -> nav.notify(Mark.UNDONE, s.details());
                        case Outcome.Failure f -> go(flow.refused(f.details()));
                    }
                }));
    }

    private static Outcome tried(java.util.function.Supplier<Outcome> act) {
        try {
            return act.get();
        } catch (RuntimeException e) {
            return Outcome.failure("This is a fault of HandyRep: " + e);
        }
    }

    private void saveReport() {
        flow.operation().ifPresent(o -> ReportFile.ask(engine, nav, stage, o));
    }

    /// On engine threads: only the newest view waits for the window.
    private void hear(ClusterView view) {
        if (news.getAndSet(Optional.of(view)).isEmpty()) {
            Platform.runLater(() -> news.getAndSet(Optional.empty()).ifPresent(this::heard));
        }
    }

    private void heard(ClusterView view) {
        if (flow.page() == FlowPage.WHO && flow.aim() instanceof Aim.Takeover t) {
            go(flow.withAim(t.refresh(engine.candidates())));
        }
        if (flow.page() == FlowPage.WHAT && flow.aim() instanceof CloneAim c) {
            go(flow.withAim(c.refresh(CloneOptions.of(view.snapshot()))));
        }
        view.operation().ifPresent(this::operationSeen);
    }

    /// When another operation has followed ours before we looked, the journal tells how ours ended.
    private void operationSeen(Operation seen) {
        if (flow.page() != FlowPage.PROGRESS || flow.operationId().isEmpty()) {
            return;
        }
        String ours = flow.operationId().get();
        if (seen.id().equals(ours)) {
            go(flow.observed(seen));
        } else {
            nav.background(engine::operations, all -> all.stream()
                    .filter(o -> o.id().equals(ours))
                    .findFirst()
                    .ifPresent(o -> go(flow.observed(o))));
        }
    }

    private String primary() {
        return engine.view()
                .snapshot()
                .configuredPrimary()
                .map(o -> o.name())
                .orElse("the old primary");
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("a watch could not be ended", e);
        }
    }
}
