package org.handyrep.engine;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.handyrep.cluster.Clients;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.Row;

/// Turns the rows of a [ProbeQuery] into a state.
final class ProbeAnswer {

    private final List<Row> rows;
    private final int version;
    private final Map<String, String> facts = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private List<TimelineSwitch> history = List.of();

    ProbeAnswer(List<Row> rows, int version) {
        this.rows = rows;
        this.version = version;
        ofKind("fact").forEach(r -> r.text("b").ifPresent(v -> facts.put(r.string("a"), v)));
        for (String name : List.of(Facts.SYNC_NAMES, Facts.SYNC_NAMES_FILE)) {
            fact(name).ifPresent(value -> settings.put(name, value));
        }
        ofKind("setting").forEach(r -> r.text("b").ifPresent(v -> settings.put(r.string("a"), v)));
    }

    void setHistory(String file) {
        history = TimelineSwitch.parse(file);
    }

    ServerState state() {
        return fact("recovery").orElse("").startsWith("t") ? replica() : primary();
    }

    private ServerState primary() {
        return new ServerState.Primary(
                facts(primaryTimeline()),
                lsn("written").orElse(Lsn.ZERO),
                streams(),
                slots(),
                new WriteProbe.NotTried(),
                number("waiting").orElse(0),
                number("clients").orElse(0),
                clientAddresses(),
                fact("next_xid").map(xid -> OptionalLong.of(Long.parseLong(xid))).orElseGet(OptionalLong::empty));
    }

    private ServerState replica() {
        return new ServerState.Replica(
                facts(replicaTimeline()),
                lsn("received"),
                lsn("replayed").orElse(Lsn.ZERO),
                receiver(),
                fact("paused").orElse("").startsWith("t"),
                seconds("replay_delay"),
                upstream(),
                streams(),
                slots(),
                number("clients").map(count -> new Clients(count, clientAddresses().orElse(List.of()))));
    }

    private Optional<List<String>> clientAddresses() {
        return fact("client_addresses").map(all -> all.isEmpty() ? List.of() : List.of(all.split(" ")));
    }

    private Facts facts(int timeline) {
        return new Facts(
                fact("system_identifier").orElse(""),
                version,
                settings.getOrDefault("server_version", "").split(" ", 2)[0],
                settings.getOrDefault("data_directory", ""),
                timeline,
                fact("started").map(ProbeAnswer::instant).orElse(Instant.EPOCH),
                settings,
                history,
                fact("locked_by"));
    }

    /// The timeline whose history file is worth reading, and may be read.
    Optional<Integer> timelineWithHistory() {
        return Optional.of(state() instanceof ServerState.Replica ? replicaTimeline() : primaryTimeline())
                .filter(t -> t > 1 && fact("may_read").orElse("").startsWith("t"));
    }

    private int primaryTimeline() {
        return fact("timeline_hex").map(t -> Integer.parseInt(t, 16)).orElse(0);
    }

    private int replicaTimeline() {
        return number("receiver_timeline")
                .filter(t -> t > 0)
                .or(() -> number("control_timeline"))
                .orElse(0);
    }

    /// A plain role sees the receiver's row with nothing but its pid in it: then its status is unknown, which is not "not streaming".
    private Optional<Receiver> receiver() {
        return fact("receiver_pid").map(pid -> new Receiver(
                fact("receiver_status").orElse("hidden"),
                number("receiver_timeline").orElse(0),
                seconds("receiver_age"),
                fact("receiver_host"),
                number("receiver_port"),
                fact("receiver_slot")));
    }

    private Optional<String> upstream() {
        Optional<String> host = fact("upstream_host").or(() -> fact("receiver_host"));
        String port = fact("upstream_host").isPresent()
                ? fact("upstream_port").orElse("5432")
                : fact("receiver_port").orElse("5432");
        return host.map(h -> h + ":" + port);
    }

    private List<org.handyrep.cluster.Stream> streams() {
        return ofKind("stream")
                .map(r -> new org.handyrep.cluster.Stream(
                        r.string("a"),
                        r.string("b"),
                        r.string("c"),
                        r.string("d"),
                        r.lsn("e"),
                        r.lsn("f"),
                        r.text("g").map(ProbeAnswer::duration)))
                .toList();
    }

    private List<Slot> slots() {
        return ofKind("slot")
                .map(r -> new Slot(r.string("a"), r.isTrue("b"), r.isTrue("c"), r.lsn("d"), r.text("e")))
                .toList();
    }

    private Stream<Row> ofKind(String kind) {
        return rows.stream().filter(r -> r.string("kind").equals(kind));
    }

    private Optional<String> fact(String name) {
        return Optional.ofNullable(facts.get(name));
    }

    private Optional<Lsn> lsn(String name) {
        return fact(name).map(Lsn::parse);
    }

    private Optional<Integer> number(String name) {
        return fact(name).map(Integer::parseInt);
    }

    private Optional<Duration> seconds(String name) {
        return fact(name).map(ProbeAnswer::duration);
    }

    private static Duration duration(String seconds) {
        return Duration.ofNanos(Math.max(0, Math.round(Double.parseDouble(seconds) * 1e9)));
    }

    /// To the microsecond: servers that were started together are told apart by it.
    private static Instant instant(String epoch) {
        return Instant.ofEpochSecond(0, new BigDecimal(epoch).setScale(6, RoundingMode.HALF_UP).movePointRight(9).longValue());
    }
}
