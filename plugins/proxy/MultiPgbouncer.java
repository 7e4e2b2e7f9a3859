package proxy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Retries;
import org.handyrep.plugin.Setting;
import org.handyrep.plugin.pgbouncer.Bouncer;
import org.handyrep.plugin.pgbouncer.CuttingOff;
import org.handyrep.plugin.pgbouncer.Holding;
import org.handyrep.plugin.pgbouncer.Look;
import org.handyrep.plugin.pgbouncer.Offer;
import org.handyrep.plugin.pgbouncer.Order;
import org.handyrep.plugin.pgbouncer.Readiness;
import org.handyrep.plugin.pgbouncer.Rerouted;
import org.handyrep.plugin.pgbouncer.Rerouter;
import org.handyrep.plugin.pgbouncer.Together;

/// `multi_pgbouncer`: points pgbouncers at the primary; every enabled server with the role `pgbouncer` is one.
///
/// Each gets its file, atomically, and RELOAD by its console; then every name is tried by a session. A pgbouncer whose console lets nobody in gets an online
/// restart instead, one that does not run is started. What hangs on the old primary two seconds later, or at once where that answers nobody, is ended by KILL
/// and RESUME. Until the sessions end where they should, `server_login_retry` is 0.1 s: clients would wait for it after a failed login otherwise.
public class MultiPgbouncer extends HandyRepPlugin implements ConnectionFailover {

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.optional("pgbouncerbin", "full path of pgbouncer on its server, for restarting it", "/usr/sbin/pgbouncer"),
                Setting.optional("template", "template of pgbouncer.ini, in templates_dir", "pgbouncer.ini.template"),
                Setting.optional("owner", "system user who runs pgbouncer and owns its files", "postgres"),
                Setting.optional("config_location", "full path of pgbouncer.ini; a server's own entry may have it too", "/etc/pgbouncer/pgbouncer.ini"),
                Setting.optional("database_list", "databases to offer; handyrep_db is always one of them", ""),
                Setting.optional("readonly_suffix", "added to each name for its read-only version on a replica; none if blank", ""),
                Setting.optional("all_replicas", "a read-only name for each running replica, numbered from 1", "False"),
                Setting.optional("extra_connect_param", "further key=value words for each definition, as pgbouncer writes them", ""),
                Setting.optional("dblist_location", "full path of a file with the databases alone, which pgbouncer.ini includes; then pgbouncer.ini is not written", ""),
                Setting.optional("dblist_template", "template of that file, in templates_dir", "pgbouncer.dblist.template"));
    }

    // what every proxy plugin has

    @Override
    public Outcome run(Optional<Server> newmaster) {
        return newmaster.or(this::master)
                .map(primary -> move(primary, running(primary), bouncers(), true))
                .orElseGet(MultiPgbouncer::noMaster);
    }

    @Override
    public Outcome route(Server newmaster, List<Server> readers) {
        return move(newmaster, others(newmaster, readers), bouncers(), true);
    }

    @Override
    public Outcome init(Optional<Server> bouncerserver) {
        return master().map(primary -> move(primary, running(primary), bouncerserver.map(List::of).orElseGet(this::bouncers), false))
                .orElseGet(MultiPgbouncer::noMaster);
    }

    @Override
    public List<Act> routeActs(Server newmaster, List<Server> readers) {
        return acts(newmaster, others(newmaster, readers), bouncers());
    }

    @Override
    public List<Act> prepareActs(Server newmaster, List<Server> readers) {
        return routeActs(newmaster, readers).stream()
                .<Act>mapMulti((act, stages) -> {
                    if (act instanceof Act.Push push) {
                        stages.accept(new Act.Stage(push));
                    }
                })
                .toList();
    }

    @Override
    public List<Act> initActs(Optional<Server> bouncerserver) {
        return master().map(primary -> acts(primary, running(primary), bouncerserver.map(List::of).orElseGet(this::bouncers)))
                .orElse(List.of());
    }

    @Override
    public Outcome poll(Optional<Server> bouncerserver) {
        List<Server> asked = bouncerserver.map(List::of).orElseGet(this::bouncers);
        if (asked.isEmpty()) {
            return Outcome.failure("no enabled server has the role pgbouncer");
        }
        Map<Server, ProxyState> seen = Together.each(asked, this::insist);
        List<String> dead = seen.entrySet().stream().filter(e -> !e.getValue().answers()).map(e -> e.getKey().name()).toList();
        String details = seen.entrySet().stream().map(e -> told(e.getKey(), e.getValue())).collect(Collectors.joining("; "));
        polled(seen);
        Outcome outcome = dead.size() <= mayBeDown(asked.size()) ? Outcome.success(details) : Outcome.failure(details);
        return dead.isEmpty() ? outcome : outcome.with("unavailable", dead);
    }

    // making clients wait

    @Override
    public Outcome hold(List<Server> proxies, Duration deadline) {
        return new Holding(tools()).hold(proxies, deadline);
    }

    @Override
    public List<Act> holdActs(List<Server> proxies) {
        return console(proxies, "PAUSE");
    }

    @Override
    public Outcome release(List<Server> proxies) {
        return new Holding(tools()).release(proxies);
    }

    @Override
    public List<Act> releaseActs(List<Server> proxies) {
        return console(proxies, "RESUME");
    }

    @Override
    public Outcome cutOff(List<Server> proxies, Server from) {
        return new CuttingOff(tools()).cutOff(proxies, from);
    }

    @Override
    public List<Act> cutOffActs(List<Server> proxies, Server from) {
        return console(proxies, "KILL of every database that leads to " + from.address());
    }

    @Override
    public Outcome letThrough(List<Server> proxies, Optional<Server> except) {
        return new CuttingOff(tools()).letThrough(proxies, except);
    }

    @Override
    public List<Act> letThroughActs(List<Server> proxies, Optional<Server> except) {
        return console(proxies, "RESUME of every database that is paused"
                + except.map(s -> " and does not lead to " + s.address()).orElse(""));
    }

    @Override
    public ProxyState look(Server proxy) {
        return new Look(tools(), offer(), proxy, !restarts()).now();
    }

    // testing

    @Override
    public List<Server> tested() {
        return bouncers();
    }

    @Override
    public Outcome test(Server server) {
        Optional<String> obstacle = obstacle(server);
        return obstacle.isPresent() ? Outcome.failure(obstacle.get()) : new Readiness(tools(), bouncer(server)).now();
    }

    @Override
    public Outcome test() {
        List<Server> all = bouncers();
        if (all.isEmpty()) {
            return Outcome.failure("no enabled server has the role pgbouncer");
        }
        List<Outcome> outcomes = List.copyOf(Together.each(all, this::test).values());
        List<String> failed = outcomes.stream().filter(o -> !o.succeeded()).map(Outcome::details).distinct().toList();
        return failed.isEmpty()
                ? Outcome.success(outcomes.stream().map(Outcome::details).collect(Collectors.joining("; ")))
                : Outcome.failure(String.join("; ", failed));
    }

    private Optional<String> obstacle(Server server) {
        Optional<Server> primary = master();
        if (primary.isEmpty()) {
            return Optional.of(noMaster().details());
        }
        List<Server> readers = running(primary.get());
        return offer().obstacle(primary.get(), readers).or(() -> switch (text(server, primary.get(), readers)) {
            case Outcome.Success success -> Optional.<String>empty();
            case Outcome.Failure failure -> Optional.of(failure.details());
        });
    }

    // what variants change

    /// Whether a pgbouncer that does not run is started, and one with a closed console restarted.
    protected boolean restarts() {
        return true;
    }

    /// How many of so many pgbouncers may be down without an error.
    protected int mayBeDown(int all) {
        return 0;
    }

    /// Told how it went with each, outside or within a failover; answers with what it did about it.
    protected List<String> moved(List<Rerouted> results, boolean failover) {
        return List.of();
    }

    /// Told what a poll saw.
    protected void polled(Map<Server, ProxyState> seen) {}

    protected final List<Server> bouncers() {
        return serversByRole(Role.PGBOUNCER);
    }

    // the work

    private Outcome move(Server primary, List<Server> readers, List<Server> proxies, boolean failover) {
        if (proxies.isEmpty()) {
            return Outcome.failure("no enabled server has the role pgbouncer");
        }
        Offer offer = offer();
        Optional<String> obstacle = offer.obstacle(primary, readers);
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        Map<Bouncer, Order> orders = new LinkedHashMap<>();
        for (Server proxy : proxies) {
            Optional<String> wrong = bouncer(proxy).obstacle();
            Outcome text = wrong.isPresent() ? Outcome.failure(wrong.get()) : text(proxy, primary, readers);
            if (!text.succeeded()) {
                return text;
            }
            orders.put(bouncer(proxy), new Order(offer, primary, readers, text.details(), failover, restarts()));
        }
        List<Rerouted> results = new Rerouter(tools(), Retries.of(tools())).run(orders);
        return outcome(results, primary, readers, moved(results, failover));
    }

    private Outcome outcome(List<Rerouted> results, Server primary, List<Server> readers, List<String> more) {
        List<Rerouted> moved = results.stream().filter(Rerouted::isMoved).toList();
        List<Rerouted> others = results.stream().filter(r -> !r.isMoved()).toList();
        List<String> said = new ArrayList<>();
        if (!moved.isEmpty()) {
            said.add(moved.stream().map(r -> r.bouncer().name()).collect(Collectors.joining(", "))
                    + (moved.size() == 1 ? " leads to " : " lead to ") + primary.name());
            moved.stream().filter(r -> !r.sentence().endsWith(" was moved")).map(Rerouted::sentence).forEach(said::add);
        }
        others.stream().map(Rerouted::sentence).forEach(said::add);
        results.forEach(r -> said.addAll(r.remarks()));
        if (!offer().readonlySuffix().isEmpty() && readers.isEmpty()) {
            said.add("no replica runs, so the read-only names lead to the primary");
        }
        said.addAll(more);
        String details = String.join("; ", said);
        boolean astray = results.stream().anyMatch(r -> r.state() == Rerouted.State.MISROUTED);
        Outcome outcome = moved.isEmpty() || astray ? Outcome.failure(details) : Outcome.success(details);
        List<String> failed = others.stream()
                .filter(r -> r.state() != Rerouted.State.STOPPED || moved.isEmpty())
                .map(r -> r.bouncer().name())
                .toList();
        return failed.isEmpty() ? outcome : outcome.with("failed", failed);
    }

    private List<Act> acts(Server primary, List<Server> readers, List<Server> proxies) {
        List<Act> acts = new ArrayList<>();
        for (Server proxy : proxies) {
            if (offer().obstacle(primary, readers).isEmpty()
                    && bouncer(proxy).obstacle().isEmpty()
                    && text(proxy, primary, readers) instanceof Outcome.Success text) {
                acts.add(bouncer(proxy).write(text.details()));
                acts.add(bouncer(proxy).reload());
                acts.add(bouncer(proxy).console("SET server_login_retry = '0.1', for a moment and unless it is paused"));
            }
        }
        return acts;
    }

    private List<Act> console(List<Server> proxies, String command) {
        return proxies.stream().map(proxy -> bouncer(proxy).console(command)).toList();
    }

    private Outcome text(Server proxy, Server primary, List<Server> readers) {
        String template = setting(proxy, list(proxy).isPresent() ? "dblist_template" : "template").orElseThrow();
        return tools().render(template, Map.of("dbsection", offer().section(primary, readers), "port", proxy.port()));
    }

    private Optional<String> list(Server proxy) {
        return setting(proxy, "dblist_location");
    }

    private Bouncer bouncer(Server proxy) {
        String config = setting(proxy, "config_location").orElseThrow();
        return new Bouncer(
                proxy,
                setting(proxy, "pgbouncerbin").orElseThrow(),
                setting(proxy, "owner").orElseThrow(),
                config,
                list(proxy).orElse(config));
    }

    /// HandyRep's own database comes last, and is there even when the list forgets it.
    private Offer offer() {
        List<String> names = new ArrayList<>(settingList("database_list"));
        String own = tools().option("handyrep", "handyrep_db").orElse("postgres");
        names.remove(own);
        names.add(own);
        return new Offer(
                names, setting("readonly_suffix").orElse(""), settingIsTrue("all_replicas"), setting("extra_connect_param").orElse(""));
    }

    /// The enabled servers that the newest look saw as replicas; one it did not see is taken as running.
    private List<Server> running(Server primary) {
        return others(primary, tools().servers().stream()
                .filter(s -> s.enabled() && s.role().isPostgres())
                .filter(s -> tools().snapshot().find(s.name()).map(Observation::state).map(state -> state instanceof ServerState.Replica).orElse(s.isReplica()))
                .toList());
    }

    private static List<Server> others(Server primary, List<Server> readers) {
        return readers.stream()
                .filter(s -> !s.name().equals(primary.name()))
                .sorted(Comparator.comparingInt(Server::failoverPriority).thenComparing(Server::name))
                .toList();
    }

    private ProxyState insist(Server proxy) {
        return Retries.of(tools()).until(ProxyState::answers, () -> look(proxy));
    }

    private static String told(Server proxy, ProxyState seen) {
        if (!seen.answers()) {
            return proxy.name() + (seen.problem().isEmpty() ? " does not run" : " does not answer: " + seen.problem());
        }
        return proxy.name() + " answers" + seen.writesTo().map(to -> " and leads to " + to).orElse("")
                + (seen.problem().isEmpty() ? "" : ", but " + seen.problem());
    }

    private static Outcome noMaster() {
        return Outcome.failure("there is not exactly one enabled master that proxies could lead to");
    }
}
