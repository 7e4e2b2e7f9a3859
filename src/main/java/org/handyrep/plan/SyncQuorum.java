package org.handyrep.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;

/// What `synchronous_standby_names` of a lost primary means while some replicas are frozen: so many must confirm each commit, and those that are not frozen
/// are too few. Then it can acknowledge nothing more, and each commit that it acknowledged is on a frozen one. Clients that do not wait
/// (`synchronous_commit` below `remote_write`) are exceptions; the console cannot see that, as its own sessions do not wait either.
///
/// @param needed how many must confirm
/// @param frozen names of replicas that could and do not any more
/// @param others names of those that could still confirm, or might have confirmed what the frozen ones do not have
public record SyncQuorum(String server, int needed, List<String> frozen, List<String> others) {

    public SyncQuorum {
        frozen = List.copyOf(frozen);
        others = List.copyOf(others);
    }

    /// Why this proves nothing; empty when it does.
    public Optional<String> obstacle() {
        return others.size() < needed
                ? Optional.empty()
                : Optional.of(server + " needs " + needed + (needed == 1 ? " confirmation" : " confirmations")
                        + " for a commit, and " + String.join(", ", others) + " could give "
                        + (needed == 1 ? "it" : "them") + " without the replicas that answer");
    }

    String sentence() {
        return server + " needs " + needed + (needed == 1 ? " confirmation" : " confirmations") + " for each commit and gets "
                + (others.isEmpty() ? "none" : "at most " + others.size()) + " without " + String.join(", ", frozen);
    }

    /// From how the primary was last seen and which replicas answer; empty when its replication was not synchronous, or that is not known.
    public static Optional<SyncQuorum> ofLastSeen(Situation situation) {
        return situation.lastPrimary().flatMap(seen -> seen.state().flatMap(state -> of(situation, seen.server(), state)));
    }

    private static Optional<SyncQuorum> of(Situation situation, String server, ServerState.Primary state) {
        Optional<SyncNames> names = SyncNames.parse(state.facts().setting("synchronous_standby_names").orElse(""));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        Set<String> listed = new LinkedHashSet<>();
        for (String name : names.get().names()) {
            listed.addAll(servers(situation, state, server, name));
        }
        listed.remove(server);
        Set<String> answering = new LinkedHashSet<>(situation.snapshot().replicas().stream()
                .filter(o -> o.state() instanceof ServerState.Replica)
                .map(Observation::name)
                .toList());
        List<String> frozen = listed.stream().filter(answering::contains).toList();
        List<String> others = listed.stream().filter(name -> !answering.contains(name)).toList();
        return Optional.of(new SyncQuorum(server, names.get().needed(), frozen, others));
    }

    /// Whom a name of the list can mean: replicas that are configured or were connected under it, whatever its case. A name that nobody has stays as it is.
    private static Set<String> servers(Situation situation, ServerState.Primary state, String primary, String listed) {
        Set<String> found = new LinkedHashSet<>();
        situation.snapshot().servers().stream()
                .filter(o -> o.server().role().isPostgres() && !o.name().equals(primary))
                .map(Observation::name)
                .filter(name -> listed.equals("*") || name.equalsIgnoreCase(listed))
                .forEach(found::add);
        state.streams().stream()
                .filter(s -> listed.equals("*") || s.applicationName().equalsIgnoreCase(listed))
                .map(s -> nameOf(situation, s))
                .forEach(found::add);
        if (found.isEmpty() && !listed.equals("*")) {
            found.add(listed);
        }
        return found;
    }

    private static String nameOf(Situation situation, Stream stream) {
        return situation.snapshot().servers().stream()
                .filter(o -> o.name().equalsIgnoreCase(stream.applicationName())
                        || o.server().hostname().equals(stream.clientAddress()))
                .map(Observation::name)
                .findFirst()
                .orElse(stream.applicationName());
    }
}
