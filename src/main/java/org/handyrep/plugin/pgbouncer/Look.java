package org.handyrep.plugin.pgbouncer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// One look at one pgbouncer: what its console says, and where sessions through it end. Takes three seconds at most, whatever it does.
public final class Look {

    private static final Duration LIMIT = Duration.ofMillis(1400);
    private static final Duration ASKING = Duration.ofMillis(500);

    /// How hard a pool is to pause.
    private static final List<String> MODES = List.of("statement", "transaction", "session");

    private final Tools tools;
    private final Offer offer;
    private final Server proxy;
    private final boolean mayBeDown;

    /// @param mayBeDown one that does not run is meant not to, which is no problem
    public Look(Tools tools, Offer offer, Server proxy, boolean mayBeDown) {
        this.mayBeDown = mayBeDown;
        this.tools = tools;
        this.offer = offer;
        this.proxy = proxy;
    }

    public ProxyState now() {
        Optional<ProxyState.Console> console = Optional.empty();
        List<Row> databases = List.of();
        String problem = "";
        boolean lives = false;
        try (BouncerConsole session = BouncerConsole.forAll(tools, proxy, LIMIT)) {
            switch (session.run("SHOW DATABASES")) {
                case SqlResult.Rows(List<Row> rows) -> {
                    lives = true;
                    databases = rows;
                    console = console(session, rows);
                }
                case SqlResult.Failed(ConnectionProblem no) -> {
                    lives = no.provesLife();
                    problem = no.message();
                    if (!lives) {
                        boolean meant = mayBeDown && no.kind() == ConnectionProblem.Kind.REFUSED;
                        return ProxyState.silent(meant ? "" : problem);
                    }
                }
            }
        }
        boolean paused = console.map(ProxyState.Console::paused).orElse(false);
        List<ProxyState.Route> routes = paused ? List.of() : routes(databases);
        if (console.isEmpty()) {
            problem = "its console does not let HandyRep in: " + problem;
        } else if (paused) {
            problem = "its clients wait: it is paused";
        }
        return new ProxyState(lives, problem, console, routes);
    }

    private Optional<ProxyState.Console> console(BouncerConsole session, List<Row> databases) {
        String version = session.show("VERSION").orElse(List.of()).stream()
                .map(r -> BouncerConsole.column(r, "version").replaceFirst("(?i)^pgbouncer ", ""))
                .findFirst()
                .orElse("");
        Map<String, String> config = new LinkedHashMap<>();
        session.show("CONFIG").orElse(List.of())
                .forEach(r -> config.put(BouncerConsole.column(r, "key"), BouncerConsole.column(r, "value")));
        String own = tools.option("handyrep", "handyrep_user").orElse("handyrep");
        List<Row> clients = session.show("CLIENTS").orElse(List.of()).stream()
                .filter(r -> !BouncerConsole.column(r, "database").equals(BouncerConsole.DATABASE))
                .filter(r -> !BouncerConsole.column(r, "user").equals(own))
                .toList();
        int waiting = (int) clients.stream()
                .filter(r -> BouncerConsole.column(r, "state").startsWith("waiting"))
                .count();
        return Optional.of(new ProxyState.Console(
                version,
                mode(databases, config.getOrDefault("pool_mode", "session")),
                session.paused().orElse(false),
                clients.size(),
                waiting,
                seconds(config.getOrDefault("query_wait_timeout", "0"))));
    }

    private String mode(List<Row> databases, String usual) {
        return databases.stream()
                .filter(r -> !BouncerConsole.column(r, "name").equals(BouncerConsole.DATABASE))
                .filter(r -> !offer.isReadOnly(BouncerConsole.column(r, "name")))
                .map(r -> BouncerConsole.column(r, "pool_mode"))
                .map(m -> m.isEmpty() ? usual : m)
                .reduce((a, b) -> MODES.indexOf(a) >= MODES.indexOf(b) ? a : b)
                .orElse(usual);
    }

    private static Duration seconds(String text) {
        try {
            return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
        } catch (NumberFormatException e) {
            return Duration.ZERO;
        }
    }

    /// One name for each place that the console says names lead to; without a console the last name, which is HandyRep's own.
    private List<ProxyState.Route> routes(List<Row> databases) {
        List<String> tried = new ArrayList<>();
        List<ProxyState.Route> missing = new ArrayList<>();
        if (databases.isEmpty()) {
            String own = offer.names().getLast();
            tried.add(own);
            if (!offer.readonlySuffix().isEmpty()) {
                tried.add(own + offer.readonlySuffix() + (offer.allReplicas() ? "1" : ""));
            }
        } else {
            Map<String, String> places = new LinkedHashMap<>();
            for (Row row : databases) {
                String name = BouncerConsole.column(row, "name");
                if (offer.names().contains(name) || offer.isReadOnly(name)) {
                    places.putIfAbsent(
                            offer.isReadOnly(name) + " " + BouncerConsole.column(row, "host") + " " + BouncerConsole.column(row, "port"), name);
                }
            }
            tried.addAll(places.values());
            for (String name : offer.names()) {
                if (databases.stream().noneMatch(r -> BouncerConsole.column(r, "name").equals(name))) {
                    missing.add(new ProxyState.Route(name, false, Optional.empty(), false, proxy.name() + " does not offer " + name));
                }
            }
        }
        List<ProxyState.Route> routes = new ArrayList<>();
        Map<String, Landing> landings =
                Together.each(tried, name -> Landing.of(tools.proxied(proxy, Login.HANDYREP, name), LIMIT));
        Whereabouts whereabouts = whereabouts(landings.values());
        landings.forEach((name, landing) -> routes.add(route(name, landing, whereabouts)));
        routes.addAll(missing);
        return routes;
    }

    /// Before the first look at the servers, and after one of them was restarted, only they can tell that a session ended on them.
    private Whereabouts whereabouts(Collection<Landing> landings) {
        Whereabouts seen = Whereabouts.seen(tools);
        boolean known = landings.stream().flatMap(l -> l.seen().stream()).allMatch(l -> seen.of(l).isPresent());
        List<Server> postgres =
                tools.servers().stream().filter(s -> s.enabled() && s.role().isPostgres()).toList();
        return known ? seen : Whereabouts.asking(tools, postgres, ASKING);
    }

    private ProxyState.Route route(String name, Landing landing, Whereabouts whereabouts) {
        boolean readOnly = offer.isReadOnly(name);
        if (landing.seen().isEmpty()) {
            return new ProxyState.Route(name, readOnly, Optional.empty(), false, landing.problem());
        }
        Landing.Seen seen = landing.seen().get();
        Optional<String> server = whereabouts.of(seen).map(Server::name);
        return new ProxyState.Route(
                name,
                readOnly,
                server,
                seen.writable(),
                server.isPresent() ? "" : "ended on " + seen.address() + ":" + seen.port() + ", which is no configured server");
    }
}
