package org.handyrep.ui.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handyrep.cluster.Observation;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.main.Navigator;

/// All that can be done with one server: what the engine offers a plan for, editing its settings, and enabling, disabling and removing it. Called on the JavaFX thread.
public final class ServerActions {

    private final Engine engine;
    private final Navigator nav;

    public ServerActions(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
    }

    public List<ServerAction> of(String server) {
        List<ServerAction> all = new ArrayList<>();
        nav.permitted(engine.actions(server)).forEach(o -> all.add(
                new ServerAction(new ServerAction.What.Planned(o.request()), o.label(), o.obstacle(), o.dangerous())));
        find(server).ifPresent(seen -> all.add(new ServerAction(
                new ServerAction.What.Edited(), "Edit…", nav.forbidden("alter_server_def").or(this::busy), false)));
        find(server).ifPresent(seen -> changes(seen).forEach(change -> all.add(new ServerAction(
                new ServerAction.What.Changed(change),
                change.label,
                nav.forbidden(change.function).or(this::busy),
                change != ServerChange.ENABLE))));
        return all;
    }

    /// Whom a replica may be told to follow.
    public List<ServerAction> upstreams(String server) {
        return nav.permitted(engine.upstreams(server)).stream()
                .map(o -> new ServerAction(new ServerAction.What.Planned(o.request()), o.label(), o.obstacle(), o.dangerous()))
                .toList();
    }

    void run(String server, ServerAction action) {
        switch (action.what()) {
            case ServerAction.What.Planned planned -> nav.request(planned.request());
            case ServerAction.What.Edited ignored -> nav.editServer(Optional.of(server), Optional.empty());
            case ServerAction.What.Changed changed -> find(server).ifPresent(seen -> change(seen, changed.change()));
        }
    }

    private void change(Observation seen, ServerChange change) {
        boolean agreed = change.asks(engine.view().snapshot().clusterName(), seen).map(asking -> asking.ask(nav.window())).orElse(true);
        if (!agreed) {
            return;
        }
        Map<String, String> arguments = new TreeMap<>(Map.of("servername", seen.name()));
        if (change.isConfirmed(seen)) {
            arguments.put("confirm", seen.name());
        }
        nav.background(
                () -> engine.call(nav.operator(), change.function, arguments),
                answer -> nav.notify("SUCCESS".equals(answer.get("result")) ? Mark.OK : Mark.WARNING, String.valueOf(answer.get("details"))));
    }

    private static List<ServerChange> changes(Observation seen) {
        return seen.server().enabled() ? List.of(ServerChange.DISABLE) : List.of(ServerChange.ENABLE, ServerChange.REMOVE);
    }

    private Optional<String> busy() {
        return engine.view().operation().filter(Operation::isUnfinished).map(o -> o.title() + " has not ended");
    }

    private Optional<Observation> find(String server) {
        return engine.view().snapshot().find(server);
    }
}
