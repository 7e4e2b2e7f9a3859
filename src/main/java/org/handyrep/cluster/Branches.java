package org.handyrep.cluster;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The timelines of a system as a tree, from what its servers tell of their histories (the `.history` files of PostgreSQL).
public final class Branches {

    private record Key(int timeline, List<TimelineSwitch> path, boolean known) {}

    private record Place(Facts facts, Branch.Member member) {}

    private Branches() {}

    /// Every branch that a server is on, and those in between; a parent stands before its children. Servers of another system are left out.
    public static List<Branch> of(ClusterSnapshot snapshot) {
        String system = snapshot.systemIdentifier();
        List<Place> places = snapshot.servers().stream()
                .flatMap(o -> place(o).stream())
                .filter(p -> p.facts().systemIdentifier().equals(system))
                .toList();
        Map<Key, List<Branch.Member>> found = new LinkedHashMap<>();
        for (Place place : places) {
            Key key = key(place.facts(), places);
            for (int i = 0; key.known() && i < key.path().size(); i++) {
                found.computeIfAbsent(new Key(key.path().get(i).timeline(), key.path().subList(0, i), true), k -> new ArrayList<>());
            }
            found.computeIfAbsent(key, k -> new ArrayList<>()).add(place.member());
        }
        return found.entrySet().stream()
                .map(e -> new Branch(e.getKey().timeline(), e.getKey().path(), e.getKey().known(), sorted(e.getValue())))
                .sorted(Comparator.comparingInt(Branch::timeline)
                        .thenComparing(b -> b.fork().map(TimelineSwitch::at).orElse(Lsn.ZERO)))
                .toList();
    }

    /// A server whose history the console may not read is taken to be where the only other of its timeline is.
    private static Key key(Facts facts, List<Place> all) {
        if (facts.timeline() <= 1) {
            return new Key(facts.timeline(), List.of(), true);
        }
        if (!facts.history().isEmpty()) {
            return new Key(facts.timeline(), facts.history(), true);
        }
        List<List<TimelineSwitch>> told = all.stream()
                .map(Place::facts)
                .filter(f -> f.timeline() == facts.timeline() && !f.history().isEmpty())
                .map(Facts::history)
                .distinct()
                .toList();
        return told.size() == 1 ? new Key(facts.timeline(), told.getFirst(), true) : new Key(facts.timeline(), List.of(), false);
    }

    private static Optional<Place> place(Observation o) {
        return switch (o.state()) {
            case ServerState.Primary p -> Optional.of(new Place(p.facts(), new Branch.Member(o.name(), p.written(), true)));
            case ServerState.Replica r -> Optional.of(new Place(r.facts(), new Branch.Member(o.name(), r.position(), false)));
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
    }

    private static List<Branch.Member> sorted(List<Branch.Member> members) {
        return members.stream()
                .sorted(Comparator.comparing(Branch.Member::position).reversed().thenComparing(Branch.Member::server))
                .toList();
    }
}
