package org.handyrep.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.jspecify.annotations.Nullable;

/// The look of one cycle at one connection proxy, by the `connection_failover_method`.
///
/// While the primary is silent nobody waits for a proxy: it hangs as long as the primary does, and the verdict about the primary must not wait for it.
final class ProxyLook {

    /// @param state empty when no plugin looks at proxies
    private record Seen(Optional<ProxyState> state, Instant at) {}

    private final Server server;
    private final Optional<Observation> before;
    private final Questions questions;
    private @Nullable CompletableFuture<Seen> asked;
    private Duration deadline = Duration.ZERO;

    ProxyLook(Server server, Optional<Observation> before, Questions questions) {
        this.server = server;
        this.before = before.filter(o -> o.server().address().equals(server.address()) && o.proxy().isPresent());
        this.questions = questions;
    }

    /// A load balancer in front of the proxies has no sessions of its own to look at.
    static boolean isFor(Server server) {
        return server.enabled() && server.role().isProxy() && !server.role().equals(Role.BIGIP);
    }

    /// Asks without waiting.
    ///
    /// @param wanted whether this cycle looks at proxies; one that was not well is asked in every cycle
    /// @param primary where its writes should end
    ProxyLook begin(Methods methods, Duration limit, boolean wanted, Optional<String> primary) {
        deadline = limit;
        boolean well = before.flatMap(Observation::proxy).map(p -> isWell(p, primary)).orElse(true);
        if (wanted || !well) {
            asked = questions.ask(key(), () -> new Seen(methods.proxy(server), Instant.now()));
        }
        return this;
    }

    private static boolean isWell(ProxyState seen, Optional<String> primary) {
        return seen.answers()
                && seen.problem().isEmpty()
                && seen.console().map(c -> !c.paused()).orElse(true)
                && seen.routes().stream().allMatch(route -> route.problem().isEmpty())
                && (seen.routes().isEmpty() || seen.writesTo().equals(primary));
    }

    /// @param patient whether to wait for the answer; otherwise what comes later counts in a later cycle
    Observation end(Answers answers, boolean patient) {
        CompletableFuture<Seen> question = asked;
        if (question == null) {
            return kept();
        }
        Optional<Seen> seen = patient
                ? answers.first(server.name(), "connection_failover_method", question)
                : questions.ready(key(), question);
        if (seen.isPresent()) {
            Seen now = seen.get();
            return now.state().map(state -> observed(state, now.at())).orElseGet(() -> notLookedAt(server));
        }
        return patient && !question.isCompletedExceptionally()
                ? observed(
                        ProxyState.silent("no answer within %.1f s".formatted(deadline.toMillis() / 1000.0)), Instant.now())
                : kept();
    }

    private Observation kept() {
        return before.map(o -> observed(o.proxy().orElseThrow(), o.seenAt())).orElseGet(() -> notLookedAt(server));
    }

    private Observation observed(ProxyState state, Instant at) {
        Optional<Instant> alive = state.answers() ? Optional.of(at) : before.flatMap(Observation::aliveAt);
        return observation(server, at, alive).withProxy(state);
    }

    private String key() {
        return "proxy " + server.name() + " at " + server.address();
    }

    /// Also for every other server that is no PostgreSQL.
    static Observation notLookedAt(Server server) {
        return observation(server, Instant.now(), Optional.empty());
    }

    private static Observation observation(Server server, Instant at, Optional<Instant> alive) {
        String why = isFor(server)
                ? "no connection_failover_method looks at it"
                : server.enabled() ? "a " + server.role().label() + " is not asked as PostgreSQL" : "disabled";
        return new Observation(
                server, new ServerState.NotPolled(why), new HostState.NotChecked(), at, alive, Optional.empty(), Optional.empty());
    }
}
