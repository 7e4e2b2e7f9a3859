package org.handyrep.ui.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.engine.ClusterView;
import org.handyrep.testing.SampleProxies;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.server.ServerFacts;
import org.junit.jupiter.api.Test;

class ProxyTextsTest {

    private final Instant now = Instant.now();

    private static List<ProxyEdge> from(TopologyModel model, String proxy) {
        return model.routes().stream().filter(e -> e.from().equals(proxy)).toList();
    }

    private static ProxyEdge write(String from, String to, Mark mark, String label) {
        return new ProxyEdge(from, Optional.of(to), false, mark == Mark.DOWN, mark, label);
    }

    @Test
    void edgesLeadWhereSessionsReallyEnded() {
        TopologyModel model = TopologyModel.of(SampleProxies.troubled(now));
        assertEquals(
                List.of(
                        write("pgb1", "john", Mark.OK, "84 clients"),
                        new ProxyEdge("pgb1", Optional.of("paul"), true, false, Mark.UNKNOWN, ""),
                        new ProxyEdge("pgb1", Optional.of("george"), true, false, Mark.UNKNOWN, "")),
                from(model, "pgb1"));
        assertEquals(List.of(), from(model, "pgb2"), "a dead proxy leads nowhere");
        assertEquals(write("pgb3", "paul", Mark.DOWN, "not primary"), from(model, "pgb3").getFirst());
    }

    @Test
    void whoWaitsAndWhatIsLostIsSaid() {
        TopologyModel model = TopologyModel.of(SampleProxies.pausedAndLost(now));
        assertEquals(List.of(write("pgb1", "john", Mark.LAGGED, "31 wait")), from(model, "pgb1"));
        assertEquals(
                List.of(new ProxyEdge("pgb2", Optional.empty(), false, true, Mark.DOWN, "unknown host")), from(model, "pgb2"));
    }

    @Test
    void anEdgeToASilentPrimaryIsCut() {
        ClusterView view = SampleProxies.healthy(now);
        List<Observation> servers = new ArrayList<>(view.snapshot().servers());
        servers.replaceAll(o -> o.name().equals("john")
                ? new Observation(
                        o.server(),
                        new ServerState.Unreachable(new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "08001", "refused")),
                        new HostState.NotChecked(), now, Optional.empty(), Optional.empty(), Optional.empty())
                : o);
        ClusterSnapshot snapshot = new ClusterSnapshot("orders", 43, now, 0, true, servers);
        assertEquals(
                write("pgb1", "john", Mark.DOWN, "no answer"),
                ProxyTexts.edges(snapshot, snapshot.find("pgb1").orElseThrow()).getFirst());
    }

    @Test
    void theCardSaysStatusRoutesAndClientsAndTheHoverEveryName() {
        TopologyModel model = TopologyModel.of(SampleProxies.troubled(now));
        Card pgb1 = model.card("pgb1").orElseThrow();
        assertEquals("healthy", pgb1.word());
        assertEquals("1.18.0", pgb1.version());
        assertEquals(
                List.of(
                        new Card.Row("writes go to", "john", true),
                        new Card.Row("reads go to", "george, paul", true),
                        new Card.Row("pool mode", "transaction", true),
                        new Card.Row("clients", "84", true)),
                pgb1.rows());
        assertTrue(pgb1.details().containsAll(List.of("orders → john", "orders_ro (reads) → paul, read-only")), pgb1.details().toString());
        assertEquals("unavailable", model.card("pgb2").orElseThrow().word());
        assertEquals(List.of(new Card.Row("why", "connection refused", false)), model.card("pgb2").orElseThrow().rows());
        assertEquals("warning", model.card("pgb3").orElseThrow().word());
    }

    /// Between two verifies a look gets older than three polls; only when nobody polls at all is the picture stale.
    @Test
    void aProxyFadesWithTheWholePictureNotWithItsOwnAge() {
        Card pgb1 = TopologyModel.of(SampleProxies.healthy(now)).card("pgb1").orElseThrow();
        assertEquals(Duration.ofSeconds(14), Duration.between(pgb1.seen().orElseThrow(), now));
        assertEquals(now, pgb1.current());
    }

    @Test
    void thePanelListsEachDatabase() {
        Observation pgb3 = SampleProxies.troubled(now).snapshot().find("pgb3").orElseThrow();
        List<ServerFacts.Fact> facts = ServerFacts.of(pgb3).facts();
        assertTrue(facts.contains(new ServerFacts.Fact("writes of orders", "→ paul, read-only", true)), facts.toString());
        assertTrue(facts.contains(new ServerFacts.Fact("waiting", "2", true)), facts.toString());
        Observation pgb2 = SampleProxies.troubled(now).snapshot().find("pgb2").orElseThrow();
        assertTrue(ServerFacts.of(pgb2).facts().contains(new ServerFacts.Fact("trouble", "connection refused", false)));
    }
}
