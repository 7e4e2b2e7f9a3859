package org.handyrep.plan;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.ConfirmRouted;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.plan.step.PrepareRoute;
import org.handyrep.plan.step.ReleaseClients;
import org.handyrep.plan.step.RouteClients;

/// What planners need about the connection proxies.
public final class Proxies {

    /// Clients wait no longer than this for the last transactions to end.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Situation situation;

    private Proxies(Situation situation) {
        this.situation = situation;
    }

    public static Proxies of(Situation situation) {
        return new Proxies(situation);
    }

    /// The enabled ones, when there is a plugin for them.
    List<Observation> all() {
        return situation.snapshot().servers().stream()
                .filter(o -> situation.around().routes())
                .filter(o -> o.server().enabled() && o.server().role().isProxy())
                .filter(o -> !o.server().role().equals(Role.BIGIP))
                .toList();
    }

    List<String> names() {
        return all().stream().map(Observation::name).toList();
    }

    private List<Observation> holdable() {
        return all().stream()
                .filter(o -> situation.around().holds())
                .filter(o -> o.proxy().flatMap(ProxyState::console).isPresent())
                .toList();
    }

    /// The proxies at which clients can be made to wait.
    public List<String> holdableNames() {
        return holdable().stream().map(Observation::name).toList();
    }

    /// Before the old primary is stopped; empty when nobody can wait.
    Optional<Step> hold() {
        List<String> names = holdableNames();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        long millis = deadline().toMillis();
        return Optional.of(new HoldClients(names, millis, situation.previewOf(new Deed.Hold(names, millis))));
    }

    /// Before clients wait; empty when there is nothing that could be done by then.
    Optional<Step> prepare(String primary, Collection<String> readers) {
        List<String> sorted = List.copyOf(new TreeSet<>(readers));
        List<String> preview = situation.previewOf(new Deed.PrepareRoute(primary, sorted));
        return preview.isEmpty() ? Optional.empty() : Optional.of(new PrepareRoute(primary, sorted, names(), preview));
    }

    Step release(HoldClients held) {
        return new ReleaseClients(held.proxies(), situation.previewOf(new Deed.Release(held.proxies())));
    }

    /// Half of the time after which a waiting client gets an error, and never long.
    private Duration deadline() {
        return holdable().stream()
                .flatMap(o -> o.proxy().flatMap(ProxyState::console).stream())
                .map(ProxyState.Console::queryWaitTimeout)
                .filter(t -> !t.isZero())
                .map(t -> t.dividedBy(2))
                .filter(t -> t.compareTo(PATIENCE) < 0)
                .min(Duration::compareTo)
                .orElse(PATIENCE);
    }

    /// Points all at a primary; empty when there is none.
    Optional<Step> route(String primary, Collection<String> readers, String sentence, boolean essential) {
        if (all().isEmpty()) {
            return Optional.empty();
        }
        List<String> sorted = List.copyOf(new TreeSet<>(readers));
        return Optional.of(new RouteClients(
                primary, sorted, names(), sentence, essential, situation.previewOf(new Deed.Route(primary, sorted))));
    }

    Optional<Step> confirm(String primary, boolean essential) {
        return all().isEmpty()
                ? Optional.empty()
                : Optional.of(new ConfirmRouted(
                        primary,
                        names(),
                        essential,
                        names().stream().map(n -> n + ": connect through it and ask which server answers").toList()));
    }

    /// Replicas that read-only names may lead to once `primary` is the primary.
    List<String> readers(String primary, String oldPrimary) {
        return situation.snapshot().replicas().stream()
                .filter(o -> o.state() instanceof ServerState.Replica)
                .map(Observation::name)
                .filter(name -> !name.equals(primary) && !name.equals(oldPrimary))
                .toList();
    }

    /// What a switchover will mean for the clients of each proxy.
    ///
    /// @param hold whether they are to wait
    List<Check> checks(boolean hold) {
        Checks checks = new Checks();
        for (Observation o : all()) {
            check(checks, o.name(), o.proxy().orElseGet(() -> ProxyState.silent("it was not looked at")), hold);
        }
        return checks.list();
    }

    private void check(Checks checks, String proxy, ProxyState seen, boolean hold) {
        String name = "proxy " + proxy;
        if (!seen.answers() && seen.problem().isEmpty()) {
            checks.ok(name, "does not run, and is not meant to");
            return;
        }
        if (!seen.answers()) {
            checks.warn(name, "does not answer (" + seen.problem()
                    + "): it keeps what it has until it answers and connection_failover is called");
            return;
        }
        if (!hold || !situation.around().holds()) {
            checks.ok(name, "answers; its clients are not made to wait and see errors for a moment");
            return;
        }
        if (seen.console().isEmpty()) {
            checks.warn(name, "its console does not let HandyRep in, so its clients cannot be made to wait and see errors for"
                    + " a moment: add handyrep_user to its admin_users");
            return;
        }
        ProxyState.Console console = seen.console().get();
        String what = "pgbouncer " + console.version() + ", " + console.poolMode() + " pooling, "
                + count(console.clients());
        if (console.paused()) {
            checks.warn(name, what + "; somebody made its clients wait already, they go on after the switchover");
        } else if (console.poolMode().equals("session") && console.clients() > 0) {
            checks.warn(name, what + ": with session pooling a client can only be made to wait when it disconnects. If they"
                    + " do not within " + deadline().toMillis() / 1000.0 + " s, the switchover is taken back; without"
                    + " holding the clients it disconnects them");
        } else {
            checks.ok(name, what + "; they wait and see no error");
        }
    }

    private static String count(int clients) {
        return clients == 1 ? "1 client" : clients + " clients";
    }
}
