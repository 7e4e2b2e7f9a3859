package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.InitProxies;

/// `connection_failover` and `connection_proxy_init`: the connection proxies alone, nothing about PostgreSQL.
final class ProxyPlanner {

    private ProxyPlanner() {}

    static Decision route(Situation situation, Optional<String> wanted) {
        Proxies proxies = Proxies.of(situation);
        if (!situation.around().routes()) {
            return new Refusal("no connection_failover_method is configured");
        }
        if (proxies.all().isEmpty()) {
            return new Refusal("no enabled server has the role pgbouncer or proxy");
        }
        Optional<Observation> target = wanted.isPresent()
                ? situation.find(wanted.get())
                : situation.snapshot().configuredPrimary();
        if (target.isEmpty()) {
            return new Refusal(wanted.map(name -> "there is no server " + name)
                    .orElse("there is not exactly one enabled master to send connections to"));
        }
        String primary = target.get().name();
        if (!(target.get().state() instanceof ServerState.Primary)) {
            return new Refusal(primary + " does not take writes now, so no connections are sent to it");
        }
        List<String> others = situation.snapshot().writable().stream()
                .map(Observation::name)
                .filter(name -> !name.equals(primary))
                .toList();
        Checks checks = new Checks();
        checks.ok("primary", primary + " takes writes");
        checks.expect(others.isEmpty(), "other primaries", "none was seen", Check.Level.STOP,
                String.join(", ", others) + " takes writes too: settle which one is right first");
        checks.addAll(proxies.checks(false));
        if (!others.isEmpty()) {
            return new Refusal("connections are not moved while there are several primaries", checks.list());
        }
        List<Step> steps = new ArrayList<>();
        proxies.route(primary, proxies.readers(primary, ""), "Point the proxies at " + primary, true).ifPresent(steps::add);
        proxies.confirm(primary, true).ifPresent(steps::add);
        return new Plan(
                new Request.ConnectionFailover(wanted).function(),
                "Move connections to " + primary,
                "Every proxy sends writes to " + primary + " from then on.",
                checks.list(),
                steps,
                impact("Move connections", "connections to other servers are closed when their transaction ends"));
    }

    static Decision init(Situation situation, Optional<String> proxy) {
        Proxies proxies = Proxies.of(situation);
        if (!situation.around().routes()) {
            return new Refusal("no connection_failover_method is configured");
        }
        if (proxy.isPresent() && !proxies.names().contains(proxy.get())) {
            return new Refusal(proxy.get() + " is no enabled connection proxy; there "
                    + (proxies.names().isEmpty() ? "is none" : "are " + String.join(", ", proxies.names())));
        }
        if (proxies.all().isEmpty()) {
            return new Refusal("no enabled server has the role pgbouncer or proxy");
        }
        if (situation.snapshot().configuredPrimary().isEmpty()) {
            return new Refusal("there is not exactly one enabled master to send connections to");
        }
        Deed deed = new Deed.InitProxy(proxy);
        InitProxies step = new InitProxies(proxy, situation.previewOf(deed));
        return new Plan(
                new Request.ProxyInit(proxy).function(),
                step.title(),
                "Its configuration is made from the servers as they are.",
                proxies.checks(false),
                List.of(step),
                impact("Write configuration", "none, or a moment where a proxy has to be restarted"));
    }

    private static Plan.Impact impact(String label, String downtime) {
        return new Plan.Impact(label, Optional.empty(), downtime, "nothing", "it can be done again for another primary", List.of());
    }
}
