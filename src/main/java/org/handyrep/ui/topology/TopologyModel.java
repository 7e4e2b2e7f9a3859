package org.handyrep.ui.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.engine.ClusterView;

/// The picture as values: which cards in which lane, which streams between them, where proxies send their clients. A pure function of the view.
public record TopologyModel(List<Card> cards, List<Edge> edges, List<ProxyEdge> routes) {

    public static final TopologyModel EMPTY = new TopologyModel(List.of(), List.of(), List.of());

    public TopologyModel {
        cards = List.copyOf(cards);
        edges = List.copyOf(edges);
        routes = List.copyOf(routes);
    }

    public static TopologyModel of(ClusterView view) {
        Upstreams upstreams = Upstreams.of(view.snapshot());
        Map<String, Integer> depths = depths(view, upstreams);
        List<Card> cards = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<ProxyEdge> routes = new ArrayList<>();
        for (Observation o : view.snapshot().servers()) {
            Lane lane = lane(o);
            cards.add(CardTexts.card(view, o, lane, depths.getOrDefault(o.name(), 0), upstreams));
            if (lane == Lane.REPLICAS && o.server().enabled()) {
                upstreams.of(o.name()).ifPresent(from -> edges.add(EdgeTexts.edge(view, from, o)));
            }
            routes.addAll(ProxyTexts.edges(view.snapshot(), o));
        }
        return new TopologyModel(cards, edges, routes);
    }

    public Optional<Card> card(String name) {
        return cards.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /// The newest moment facts were read, for pictures without a clock.
    public Optional<Instant> newestSight() {
        return cards.stream().flatMap(c -> c.seen().stream()).max(Instant::compareTo);
    }

    /// Whoever takes writes stands with the primaries, whatever it is configured to be: two of them must be seen at once.
    private static Lane lane(Observation o) {
        if (o.server().role().isProxy()) {
            return Lane.PROXIES;
        }
        if (o.state() instanceof ServerState.Primary || o.server().isMaster()) {
            return Lane.PRIMARY;
        }
        return o.server().isReplica() ? Lane.REPLICAS : Lane.OTHERS;
    }

    private static Map<String, Integer> depths(ClusterView view, Upstreams upstreams) {
        Map<String, Lane> lanes = new LinkedHashMap<>();
        view.snapshot().servers().forEach(o -> lanes.put(o.name(), lane(o)));
        Map<String, Integer> depths = new HashMap<>();
        lanes.forEach((name, lane) -> {
            if (lane == Lane.REPLICAS) {
                int depth = 1;
                Optional<String> from = upstreams.of(name);
                while (from.isPresent() && lanes.get(from.get()) == Lane.REPLICAS && depth < lanes.size()) {
                    depth++;
                    from = upstreams.of(from.get());
                }
                depths.put(name, depth >= lanes.size() ? 1 : depth);
            }
        });
        return depths;
    }
}
