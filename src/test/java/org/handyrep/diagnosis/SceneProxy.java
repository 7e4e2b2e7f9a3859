package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;

/// A proxy in a [Scene]: `answers writes=orders:john,stats:paul! reads=orders-ro:george! clients=12 waiting=3 paused=1`.
///
/// A `!` means that the server was read-only, `?` for a server an unknown one, `-` that no session came about. Without `clients` the console is closed.
final class SceneProxy {

    private SceneProxy() {}

    static ProxyState of(String word, Map<String, String> given) {
        if (word.equals("silent")) {
            return ProxyState.silent(given.getOrDefault("problem", ""));
        }
        List<ProxyState.Route> routes = new ArrayList<>();
        routes(routes, given.getOrDefault("writes", ""), false);
        routes(routes, given.getOrDefault("reads", ""), true);
        Optional<ProxyState.Console> console = Optional.ofNullable(given.get("clients"))
                .map(clients -> new ProxyState.Console(
                        "1.18.0",
                        "transaction",
                        given.containsKey("paused"),
                        Integer.parseInt(clients),
                        Integer.parseInt(given.getOrDefault("waiting", "0")),
                        Duration.ofSeconds(120)));
        return new ProxyState(true, given.getOrDefault("problem", ""), console, routes);
    }

    private static void routes(List<ProxyState.Route> routes, String list, boolean readOnly) {
        for (String one : list.isEmpty() ? new String[0] : list.split(",")) {
            String[] pair = one.split(":");
            String end = pair[1].replace("!", "");
            boolean session = !end.equals("-");
            Optional<String> server = session && !end.equals("?") ? Optional.of(end) : Optional.empty();
            String problem = !session ? "server login has been failing" : server.isEmpty() ? "10.9.9.9:5432" : "";
            routes.add(new ProxyState.Route(pair[0], readOnly, server, session && !pair[1].endsWith("!"), problem));
        }
    }
}
