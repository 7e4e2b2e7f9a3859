package org.handyrep.ui.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;

/// Who each replica follows, as far as the snapshot tells: its own connection setting first, then its WAL receiver, then the senders, then the configured primary.
final class Upstreams {

    private final Map<String, String> from;

    private Upstreams(Map<String, String> from) {
        this.from = from;
    }

    static Upstreams of(ClusterSnapshot snapshot) {
        Map<String, String> byAddress = new HashMap<>();
        for (Observation o : snapshot.servers()) {
            if (o.server().role().isPostgres()) {
                byAddress.putIfAbsent(o.server().address(), o.name());
                o.server().setting("ip_address").ifPresent(ip -> byAddress.putIfAbsent(ip + ":" + o.server().port(), o.name()));
            }
        }
        Map<String, String> from = new HashMap<>();
        for (Observation o : snapshot.servers()) {
            if (o.server().isReplica() && !(o.state() instanceof ServerState.Primary)) {
                find(snapshot, byAddress, o).filter(name -> !name.equals(o.name())).ifPresent(name -> from.put(o.name(), name));
            }
        }
        return new Upstreams(from);
    }

    Optional<String> of(String replica) {
        return Optional.ofNullable(from.get(replica));
    }

    private static Optional<String> find(ClusterSnapshot snapshot, Map<String, String> byAddress, Observation o) {
        if (o.state() instanceof ServerState.Replica r) {
            Optional<String> told = r.upstream()
                    .or(() -> r.receiver().flatMap(Receiver::sender))
                    .flatMap(address -> Optional.ofNullable(byAddress.get(address)));
            if (told.isPresent()) {
                return told;
            }
        }
        for (Observation sender : snapshot.servers()) {
            if (streams(sender).stream().anyMatch(s -> isFor(s, o))) {
                return Optional.of(sender.name());
            }
        }
        return snapshot.configuredPrimary().map(Observation::name);
    }

    static List<Stream> streams(Observation o) {
        return switch (o.state()) {
            case ServerState.Primary p -> p.streams();
            case ServerState.Replica r -> r.streams();
            case ServerState.Rejecting ignored -> List.of();
            case ServerState.Unreachable ignored -> List.of();
            case ServerState.NotPolled ignored -> List.of();
        };
    }

    static boolean isFor(Stream stream, Observation replica) {
        return stream.applicationName().equals(replica.name())
                || (!stream.clientAddress().isEmpty() && stream.clientAddress().equals(replica.server().hostname()));
    }

    /// The sender's row about this replica.
    static Optional<Stream> stream(ClusterSnapshot snapshot, String from, Observation replica) {
        return snapshot.find(from).flatMap(sender -> {
            List<Stream> streams = streams(sender);
            return streams.stream()
                    .filter(s -> s.applicationName().equals(replica.name()))
                    .findFirst()
                    .or(() -> streams.stream().filter(s -> isFor(s, replica)).findFirst());
        });
    }
}
