package org.handyrep.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.Clients;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;
import org.handyrep.plugin.RunMode;

/// Who else feels it when a server is stopped, restarted or reloaded: who is connected to it, who gets WAL from it, and whose commits wait for it.
final class Interruption {

    private static final int NAMED = 5;

    /// The commits that a server alone keeps going.
    ///
    /// @param needed how many must confirm each commit on `primary`
    /// @param left those of its streams that can confirm one and are not the server's
    record Waiting(String primary, String setting, int needed, List<String> left) {}

    private Interruption() {}

    static void check(Situation situation, Observation seen, RunMode mode, Checks checks) {
        boolean ends = mode != RunMode.RELOAD;
        String name = seen.name();
        clients(seen.state()).ifPresent(clients -> checks.expect(
                !ends || clients.count() == 0, "clients",
                clients.count() == 0 ? "none connected" : sessions(clients, name) + (clients.count() == 1 ? " stays" : " stay") + " connected",
                Check.Level.WARNING, sessions(clients, name) + " will be ended" + from(clients)));
        if (!ends) {
            return;
        }
        if (seen.state() instanceof ServerState.Primary primary) {
            writes(primary, name, mode, checks);
        }
        List<String> followers = followers(situation, seen);
        boolean one = followers.size() == 1;
        checks.expect(
                followers.isEmpty(), "followers", "nobody gets WAL from " + name, Check.Level.WARNING,
                some(followers) + (one ? " gets" : " get") + " no WAL until " + name + (mode == RunMode.RESTART
                        ? " is up again"
                        : " is started again, or " + (one ? "it follows" : "they follow") + " another"));
        waiting(situation, name).ifPresent(w -> checks.warn(
                "commits on " + w.primary(),
                "every commit on " + w.primary() + " waits until " + name + " streams again: synchronous_standby_names is " + w.setting() + ", which needs "
                        + w.needed() + (w.needed() == 1 ? " confirmation, and " : " confirmations, and ")
                        + (w.left().isEmpty() ? "nobody else" : "only " + String.join(", ", w.left())) + " can give one"));
    }

    private static void writes(ServerState.Primary primary, String name, RunMode mode, Checks checks) {
        checks.warn("writes", mode == RunMode.RESTART
                ? "nobody takes writes until " + name + " is up again"
                : "nobody takes writes any more; a switchover keeps the cluster up");
        checks.expect(primary.waitingForSync() == 0, "synchronous commits", "none is waiting", Check.Level.WARNING,
                primary.waitingForSync() + " commits wait for a synchronous replica");
    }

    /// Empty when the commits of no primary wait for this server, or go on without it.
    static Optional<Waiting> waiting(Situation situation, String server) {
        return situation.snapshot().writable().stream()
                .filter(o -> !o.name().equals(server))
                .flatMap(o -> waiting(situation, o.name(), (ServerState.Primary) o.state(), server).stream())
                .findFirst();
    }

    private static Optional<Waiting> waiting(Situation situation, String name, ServerState.Primary primary, String server) {
        Optional<SyncNames> names = SyncNames.parse(primary.facts().setting(Facts.SYNC_NAMES).orElse(""));
        List<Stream> confirming = primary.streams().stream()
                .filter(s -> s.state().equals("streaming") && !s.syncState().equals("async"))
                .toList();
        List<Stream> left = confirming.stream().filter(s -> !server(situation, s).equals(Optional.of(server))).toList();
        return names.filter(n -> left.size() < confirming.size() && left.size() < n.needed())
                .map(n -> new Waiting(name, n.text(), n.needed(), left.stream().map(s -> nameOf(situation, s)).toList()));
    }

    /// As they say themselves, and as the server's own streams show; a stream that is no server's goes by its own name.
    private static List<String> followers(Situation situation, Observation seen) {
        Set<String> all = new LinkedHashSet<>();
        situation.snapshot().servers().stream()
                .map(Observation::name)
                .filter(name -> Followers.upstreamOf(situation, name).equals(Optional.of(seen.name())))
                .forEach(all::add);
        streams(seen.state()).forEach(s -> all.add(nameOf(situation, s)));
        return List.copyOf(all);
    }

    private static List<Stream> streams(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> p.streams();
            case ServerState.Replica r -> r.streams();
            case ServerState.Rejecting r -> List.of();
            case ServerState.Unreachable u -> List.of();
            case ServerState.NotPolled n -> List.of();
        };
    }

    private static Optional<Clients> clients(ServerState state) {
        return switch (state) {
            case ServerState.Primary p -> Optional.of(new Clients(p.clients(), p.clientAddresses().orElse(List.of())));
            case ServerState.Replica r -> r.clients();
            case ServerState.Rejecting r -> Optional.empty();
            case ServerState.Unreachable u -> Optional.empty();
            case ServerState.NotPolled n -> Optional.empty();
        };
    }

    /// Whose a stream is: by its name, or by its address where only one server has that.
    private static Optional<String> server(Situation situation, Stream stream) {
        List<Observation> servers = situation.snapshot().servers().stream().filter(o -> o.server().role().isPostgres()).toList();
        Optional<String> named = servers.stream().map(Observation::name).filter(n -> n.equalsIgnoreCase(stream.applicationName())).findFirst();
        List<String> there = servers.stream()
                .filter(o -> !stream.clientAddress().isEmpty() && o.server().hostname().equals(stream.clientAddress()))
                .map(Observation::name)
                .toList();
        return named.or(() -> there.size() == 1 ? Optional.of(there.getFirst()) : Optional.empty());
    }

    private static String nameOf(Situation situation, Stream stream) {
        String address = stream.clientAddress().isEmpty() ? "" : " at " + stream.clientAddress();
        return server(situation, stream).orElseGet(() -> stream.applicationName() + address);
    }

    private static String sessions(Clients clients, String server) {
        return clients.count() + (clients.count() == 1 ? " client session on " : " client sessions on ") + server;
    }

    private static String from(Clients clients) {
        List<String> places = clients.addresses().stream().map(a -> a.equals("socket") ? "its own host" : a).toList();
        return places.isEmpty() ? "" : ", from " + some(places);
    }

    /// `a, b, c, d, e and 12 more`
    private static String some(List<String> all) {
        List<String> first = all.subList(0, Math.min(NAMED, all.size()));
        return String.join(", ", first) + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "");
    }
}
