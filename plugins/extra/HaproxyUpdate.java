package extra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.ExtraCommand;
import org.handyrep.plugin.HaproxyPlugin;
import org.handyrep.plugin.Haproxy;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;

/// `haproxy_update`: tells every haproxy which server is the primary and which are replicas. A command of `[extra_failover_commands]` and a
/// `connection_failover_method`, for the enabled servers with the role `proxy` or `haproxy`.
///
/// The file is put beside the old one, haproxy itself checks it, and only then it takes the old one's place; then haproxy reloads. Whether the primary is reached is found out
/// by a session through the proxy, never by haproxy's own word: its checks cannot tell a primary from a replica.
public class HaproxyUpdate extends HaproxyPlugin implements ExtraCommand, ConnectionFailover {

    private static final int PROBES = 40;
    private static final long PAUSE_MILLIS = 250;

    // ways in

    /// As an extra failover command.
    ///
    /// @param parameters names of the proxies; none for all
    @Override
    public Outcome run(List<String> parameters) {
        Optional<Server> primary = master();
        return primary.isEmpty()
                ? Outcome.failure("there is no enabled primary that haproxy could lead to")
                : update(named(parameters), primary.get(), readers(primary.get()));
    }

    @Override
    public List<Act> acts(List<String> parameters) {
        return master().map(primary -> acts(named(parameters), primary, readers(primary))).orElse(List.of());
    }

    @Override
    public Outcome run(Optional<Server> newmaster) {
        Optional<Server> primary = newmaster.or(this::master);
        return primary.isEmpty()
                ? Outcome.failure("there is no enabled primary that haproxy could lead to")
                : route(primary.get(), readers(primary.get()));
    }

    @Override
    public Outcome route(Server newmaster, List<Server> readers) {
        return update(proxies(), newmaster, readers);
    }

    @Override
    public List<Act> routeActs(Server newmaster, List<Server> readers) {
        return acts(proxies(), newmaster, readers);
    }

    @Override
    public Outcome init(Optional<Server> bouncerserver) {
        Optional<Server> primary = master();
        return primary.isEmpty()
                ? Outcome.failure("there is no enabled primary that haproxy could lead to")
                : update(bouncerserver.map(List::of).orElseGet(this::proxies), primary.get(), readers(primary.get()));
    }

    @Override
    public List<Act> initActs(Optional<Server> bouncerserver) {
        return master()
                .map(primary -> acts(bouncerserver.map(List::of).orElseGet(this::proxies), primary, readers(primary)))
                .orElse(List.of());
    }

    // doing it

    private Outcome update(List<Server> proxies, Server primary, List<Server> readers) {
        if (proxies.isEmpty()) {
            return Outcome.failure("no enabled server has the role proxy, so there is no haproxy to tell");
        }
        List<String> good = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        List<String> why = new ArrayList<>();
        for (Server proxy : proxies) {
            Outcome outcome = update(proxy, primary, readers);
            (outcome.succeeded() ? good : failed).add(proxy.name());
            if (!outcome.succeeded()) {
                why.add(outcome.details());
            }
        }
        if (good.isEmpty()) {
            return Outcome.failure(String.join("; ", why)).with("failed", failed);
        }
        String done = String.join(", ", good) + " now " + (good.size() == 1 ? "leads" : "lead") + " to " + primary.name();
        return Outcome.success(why.isEmpty() ? done : done + "; " + String.join("; ", why)).with("failed", failed);
    }

    private Outcome update(Server proxy, Server primary, List<Server> readers) {
        return switch (text(proxy, primary, readers)) {
            case Outcome.Failure failure -> Outcome.failure(proxy.name() + ": " + failure.details());
            case Outcome.Success text -> {
                Outcome done = perform(acts(proxy, text.details()));
                yield done.succeeded() ? reaches(proxy, primary) : done;
            }
        };
    }

    private List<Act> acts(List<Server> proxies, Server primary, List<Server> readers) {
        List<Act> all = new ArrayList<>();
        for (Server proxy : proxies) {
            all.addAll(acts(proxy, text(proxy, primary, readers).details()));
        }
        return all;
    }

    private List<Act> acts(Server proxy, String text) {
        RunAs owner = owner(proxy);
        Haproxy haproxy = haproxy(proxy);
        return List.of(
                new Act.Push(proxy, haproxy.draft(), text, owner, "0644"),
                new Act.Run(proxy, haproxy.install().as(owner)),
                new Act.Run(proxy, haproxy.reloading().as(owner)));
    }

    // looking

    @Override
    public Outcome poll(Optional<Server> bouncerserver) {
        List<String> silent = new ArrayList<>();
        List<Server> asked = bouncerserver.map(List::of).orElseGet(this::proxies);
        for (Server proxy : asked) {
            ProxyState state = look(proxy);
            if (!state.answers()) {
                silent.add(proxy.name() + ": " + state.problem());
            }
        }
        return silent.isEmpty()
                ? Outcome.success(asked.size() + (asked.size() == 1 ? " haproxy answers" : " haproxies answer"))
                : Outcome.failure(String.join("; ", silent));
    }

    @Override
    public ProxyState look(Server proxy) {
        ProxyState.Route writes = probe(proxy, writePort(proxy), false);
        ProxyState.Route reads = probe(proxy, number(value(proxy, "slave_pool_port"), 0), true);
        boolean answers = writes.server().isPresent() || reads.server().isPresent();
        return new ProxyState(answers, writes.problem(), Optional.empty(), List.of(writes, reads));
    }

    private Outcome reaches(Server proxy, Server primary) {
        String seen = "";
        for (int i = 0; i < PROBES; i++) {
            ProxyState.Route route = probe(proxy, writePort(proxy), false);
            if (route.writable() && route.server().equals(Optional.of(primary.name()))) {
                return Outcome.success(proxy.name() + " leads to " + primary.name());
            }
            seen = route.server().map(s -> "it leads to " + s + (route.writable() ? "" : ", which takes no writes"))
                    .orElse(route.problem());
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Outcome.failure(proxy.name() + " was reloaded and does not lead to " + primary.name() + ": " + seen);
    }

    private List<Server> named(List<String> names) {
        List<String> wanted = names.stream().filter(n -> !n.isBlank()).toList();
        return proxies().stream().filter(p -> wanted.isEmpty() || wanted.contains(p.name())).toList();
    }
}
