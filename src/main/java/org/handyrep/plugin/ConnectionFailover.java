package org.handyrep.plugin;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;

/// `connection_failover_method`: points the connection proxies at the primary.
///
/// `run`, `init` and `poll` are what every such plugin has. The others let a plan say beforehand what it will do to the proxies, make the clients wait
/// during a switchover, and show where a proxy really sends them; a plugin without them still works, with less to show.
public interface ConnectionFailover {

    /// Points every proxy at the new primary, or at the configured one. Succeeds when at least one proxy was moved and no session was seen to end
    /// elsewhere; what failed on single proxies is in `failed` (list of names) and in the details.
    Outcome run(Optional<Server> newmaster);

    /// Writes the configuration of one proxy, or of all, outside a failover.
    Outcome init(Optional<Server> bouncerserver);

    /// Whether one proxy answers, or all do. Changes nothing.
    Outcome poll(Optional<Server> bouncerserver);

    /// As `run` when the replicas that read-only names may lead to were decided beforehand.
    default Outcome route(Server newmaster, List<Server> readers) {
        return run(Optional.of(newmaster));
    }

    /// Exactly what [#route(Server, List)] does, proxy by proxy. Asks nothing of the world.
    default List<Act> routeActs(Server newmaster, List<Server> readers) {
        return List.of();
    }

    /// What may be done before the clients wait, so that [#route(Server, List)] is quick. Changes nothing for anybody.
    default List<Act> prepareActs(Server newmaster, List<Server> readers) {
        return List.of();
    }

    /// Exactly what [#init(Optional)] does. Asks nothing of the world.
    default List<Act> initActs(Optional<Server> bouncerserver) {
        return List.of();
    }

    /// Makes the clients of these proxies wait, all at once. Succeeds only if all wait; otherwise it lets all go on again and fails.
    ///
    /// @param deadline for the whole, below the time after which a waiting client gets an error
    default Outcome hold(List<Server> proxies, Duration deadline) {
        return Outcome.failure("this plugin cannot make clients wait");
    }

    /// Exactly what [#hold(List, Duration)] does; empty when the plugin cannot do it.
    default List<Act> holdActs(List<Server> proxies) {
        return List.of();
    }

    /// Lets the clients go on. May be called when nobody waits.
    default Outcome release(List<Server> proxies) {
        return Outcome.success("nobody waits");
    }

    default List<Act> releaseActs(List<Server> proxies) {
        return List.of();
    }

    /// Ends every session that these proxies have with a server and lets no new one reach it, so that it gets no write through them any more. Clients that come wait or
    /// are refused, until [#letThrough(List, Optional)]. Succeeds only if it was seen of every proxy; unlike [#hold(List, Duration)] it waits for no transaction.
    default Outcome cutOff(List<Server> proxies, Server from) {
        return Outcome.failure("this plugin cannot cut a server off");
    }

    /// Exactly what [#cutOff(List, Server)] does; empty when the plugin cannot do it.
    default List<Act> cutOffActs(List<Server> proxies, Server from) {
        return List.of();
    }

    /// Ends [#cutOff(List, Server)]. May be called when nothing is cut off.
    ///
    /// @param except a server that nobody may be let through to; fails where a proxy still leads there, and leaves that closed
    default Outcome letThrough(List<Server> proxies, Optional<Server> except) {
        return Outcome.success("nothing is cut off");
    }

    default List<Act> letThroughActs(List<Server> proxies, Optional<Server> except) {
        return List.of();
    }

    /// Where sessions through this proxy end, and what its console says. Blocks for some seconds at most, changes nothing.
    default ProxyState look(Server proxy) {
        return switch (poll(Optional.of(proxy))) {
            case Outcome.Success success -> new ProxyState(true, "", Optional.empty(), List.of());
            case Outcome.Failure failure -> ProxyState.silent(failure.details());
        };
    }
}
