package org.handyrep.ui.server;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.ui.common.Formats;

/// What the panel on the right says of the selected server, as values.
public record ServerFacts(List<Fact> facts, List<Fact> settings) {

    public ServerFacts {
        facts = List.copyOf(facts);
        settings = List.copyOf(settings);
    }

    /// @param mono whether the value is an LSN, a host or the like
    public record Fact(String name, String value, boolean mono) {}

    public static ServerFacts of(Observation o) {
        List<Fact> facts = new ArrayList<>();
        switch (o.state()) {
            case ServerState.Primary p -> primary(facts, p);
            case ServerState.Replica r -> replica(facts, o, r);
            case ServerState.Rejecting x -> facts.add(new Fact("it says", x.problem().message(), false));
            case ServerState.Unreachable x -> facts.add(new Fact("connecting", x.problem().message(), false));
            case ServerState.NotPolled x ->
                o.proxy().ifPresentOrElse(p -> proxy(facts, p), () -> facts.add(new Fact("not polled", x.why(), false)));
        }
        host(facts, o.host());
        for (Sighting s : o.sightings()) {
            facts.add(new Fact("seen from " + (s.from().isEmpty() ? "here" : s.from()), s.answer(), false));
        }
        o.polled().filter(p -> !p.ok()).ifPresent(p -> facts.add(new Fact("poll", p.details(), false)));
        if (o.server().role().isPostgres()) {
            facts.add(new Fact("failover priority", String.valueOf(o.server().failoverPriority()), true));
            facts.add(new Fact("lag limit", o.server().lagLimit() + " MB", true));
        }
        List<Fact> settings = new TreeMap<>(o.server().settings())
                .entrySet().stream().map(e -> new Fact(e.getKey(), e.getValue(), true)).toList();
        return new ServerFacts(facts, settings);
    }

    private static void primary(List<Fact> facts, ServerState.Primary p) {
        add(facts, "written", p.written());
        facts.add(new Fact("timeline", String.valueOf(p.facts().timeline()), true));
        facts.add(new Fact("takes writes", write(p.write()), false));
        facts.add(new Fact("clients", String.valueOf(p.clients()), true));
        facts.add(new Fact("streams to", Formats.count(p.streams().size(), "server"), false));
        if (p.waitingForSync() > 0) {
            facts.add(new Fact("waiting for sync", Formats.count(p.waitingForSync(), "client"), false));
        }
        slots(facts, p.slots());
        common(facts, p.facts());
    }

    private static void replica(List<Fact> facts, Observation o, ServerState.Replica r) {
        facts.add(new Fact("received", r.received().map(Lsn::toString).orElse(Formats.NOTHING), true));
        add(facts, "replayed", r.replayed());
        facts.add(new Fact("lag", o.lag().map(l -> Formats.lag(l.bytes(), l.time())).orElse(Formats.NOTHING), true));
        facts.add(new Fact("timeline", String.valueOf(r.facts().timeline()), true));
        facts.add(new Fact("follows", r.upstream().orElse(Formats.NOTHING), true));
        facts.add(new Fact("slot", r.receiver().flatMap(Receiver::slot).orElse("none"), true));
        facts.add(new Fact(
                "WAL message",
                r.receiver()
                        .map(x -> x.messageAge().map(a -> Formats.seconds(a) + " ago").orElse(x.status()))
                        .orElse("no WAL receiver"),
                r.receiver().isPresent()));
        if (r.replayPaused()) {
            facts.add(new Fact("replay", "paused", false));
        }
        slots(facts, r.slots());
        common(facts, r.facts());
    }

    private static void proxy(List<Fact> facts, ProxyState p) {
        if (!p.problem().isEmpty()) {
            facts.add(new Fact("trouble", p.problem(), false));
        }
        for (ProxyState.Route r : p.routes()) {
            facts.add(new Fact((r.readOnly() ? "reads of " : "writes of ") + r.database(), end(r), r.problem().isEmpty()));
        }
        p.console().ifPresentOrElse(
                c -> {
                    facts.add(new Fact("clients", String.valueOf(c.clients()), true));
                    facts.add(new Fact("waiting", c.paused() ? c.waiting() + ", paused" : String.valueOf(c.waiting()), true));
                    facts.add(new Fact("pool mode", c.poolMode(), true));
                    facts.add(new Fact(
                            "error after waiting", c.queryWaitTimeout().isZero() ? "never" : Formats.duration(c.queryWaitTimeout()), true));
                },
                () -> facts.add(new Fact("console", p.answers() ? "lets nobody in from here" : "silent", false)));
    }

    private static String end(ProxyState.Route r) {
        String end = r.server().map(s -> s + (r.writable() ? "" : ", read-only")).orElse("no known server");
        return "→ " + end + (r.problem().isEmpty() ? "" : ": " + r.problem());
    }

    private static void slots(List<Fact> facts, List<Slot> slots) {
        for (Slot s : slots) {
            facts.add(new Fact("slot " + s.name(), (s.active() ? "active" : "inactive") + s.walStatus().map(w -> ", WAL " + w).orElse(""), false));
        }
    }

    private static void common(List<Fact> facts, Facts f) {
        facts.add(new Fact("started", Formats.dateTime(f.startedAt()), true));
        facts.add(new Fact("data directory", f.dataDirectory(), true));
        facts.add(new Fact("system identifier", f.systemIdentifier(), true));
    }

    private static void host(List<Fact> facts, HostState host) {
        switch (host) {
            case HostState.Answers a -> {
                facts.add(new Fact("host", a.running() ? "answers, postmaster runs" : "answers, no postmaster", false));
                if (!a.controlState().isEmpty()) {
                    facts.add(new Fact("control file", a.controlState(), false));
                }
                if (!a.process().isEmpty()) {
                    facts.add(new Fact("process", a.process(), true));
                }
            }
            case HostState.Silent s -> facts.add(new Fact("host", "silent: " + s.why(), false));
            case HostState.Unclear u -> facts.add(new Fact("host", "answers; " + u.why(), false));
            case HostState.NotChecked ignored -> {}
        }
    }

    private static String write(WriteProbe probe) {
        return switch (probe) {
            case WriteProbe.Committed c -> "yes, in " + Formats.duration(c.took());
            case WriteProbe.Refused r -> "no: " + r.why();
            case WriteProbe.NotTried ignored -> "not tried by this poll";
        };
    }

    private static void add(List<Fact> facts, String name, Lsn lsn) {
        facts.add(new Fact(name, lsn.toString(), true));
    }

    /// `0.8 s old`, or that nobody looks.
    static String age(Observation o, Instant now) {
        return o.state() instanceof ServerState.NotPolled && o.proxy().isEmpty() ? "not polled" : Formats.seconds(Duration.between(o.seenAt(), now)) + " old";
    }

    /// `10.1.4.12:5432 · PostgreSQL 17.6`.
    static String address(Observation o) {
        Optional<Facts> facts = switch (o.state()) {
            case ServerState.Primary p -> Optional.of(p.facts());
            case ServerState.Replica r -> Optional.of(r.facts());
            case ServerState.Rejecting ignored -> Optional.empty();
            case ServerState.Unreachable ignored -> Optional.empty();
            case ServerState.NotPolled ignored -> Optional.empty();
        };
        return o.server().address()
                + facts.map(f -> " · PostgreSQL " + f.version())
                        .or(() -> o.proxy().flatMap(ProxyState::console).map(c -> " · " + o.server().role() + " " + c.version()))
                        .orElse("");
    }

    String asText() {
        StringBuilder text = new StringBuilder();
        facts.forEach(f -> text.append(f.name()).append('\t').append(f.value()).append('\n'));
        settings.forEach(f -> text.append(f.name()).append('\t').append(f.value()).append('\n'));
        return text.toString();
    }
}
