package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.ProxyState.Route;

/// What the information functions say of a connection proxy, beside what they say of every server.
///
/// `writes_to` is the server on which a session for writing really ended, empty when it was not seen. `routes` has each database name with its server,
/// or with why there is none. `clients`, `waiting`, `paused`, `pool_mode` and `version` are there when its console answers.
final class ApiProxies {

    private ApiProxies() {}

    static Map<String, Object> entry(ProxyState proxy) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("answers", proxy.answers());
        entry.put("writes_to", proxy.writesTo().orElse(""));
        Map<String, Object> routes = new LinkedHashMap<>();
        for (Route route : proxy.routes()) {
            routes.put(route.database(), route.server().orElse(route.problem()));
        }
        entry.put("routes", routes);
        proxy.console().ifPresent(console -> {
            entry.put("version", console.version());
            entry.put("pool_mode", console.poolMode());
            entry.put("paused", console.paused());
            entry.put("clients", console.clients());
            entry.put("waiting", console.waiting());
        });
        return entry;
    }
}
