package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.diagnosis.VantagePoint.Saw;
import org.handyrep.diagnosis.VantagePoint.Way;

/// Who sees whom, and how old that is: the console by SQL and SSH, each replica's WAL receiver, and the hosts from which a silent primary's port was asked.
final class Vantages {

    private final Situation s;
    private final List<VantagePoint> points = new ArrayList<>();

    private Vantages(Situation s) {
        this.s = s;
    }

    static List<VantagePoint> of(Situation situation) {
        Vantages vantages = new Vantages(situation);
        Diagnoses.postgres(situation.now()).stream().filter(o -> o.server().enabled()).forEach(vantages::console);
        situation.replicas().forEach(vantages::receiver);
        situation.sightings().forEach(vantages::port);
        if (!situation.isSilent()) {
            situation.now().servers().forEach(vantages::route);
        }
        return List.copyOf(vantages.points);
    }

    private void console(Observation o) {
        add("", o.name(), Way.SQL, switch (o.state()) {
            case ServerState.Primary p -> new Cell(Saw.ALIVE, age(o.seenAt()), "in session, out of recovery");
            case ServerState.Replica r -> new Cell(Saw.ALIVE, age(o.seenAt()), "in session, in recovery");
            case ServerState.Rejecting r -> new Cell(Saw.ALIVE, age(o.seenAt()), r.problem().message());
            case ServerState.Unreachable u -> new Cell(Saw.SILENT, o.aliveAt().flatMap(this::age), u.problem().message());
            case ServerState.NotPolled n -> new Cell(Saw.UNKNOWN, Optional.empty(), n.why());
        });
        Optional<Duration> looked = o.hostAt().flatMap(this::age);
        add("", o.name(), Way.SSH, switch (o.host()) {
            // A process is no proof that it answers; only the session is.
            case HostState.Answers a when a.running() ->
                new Cell(answers(o) ? Saw.ALIVE : Saw.DOUBTFUL, looked, "PostgreSQL runs: " + a.process());
            case HostState.Answers a ->
                new Cell(Saw.SILENT, looked, "no postmaster" + (a.controlState().isEmpty() ? "" : ", control file: " + a.controlState()));
            case HostState.Unclear u -> new Cell(Saw.UNKNOWN, looked, u.why());
            case HostState.Silent n -> new Cell(Saw.SILENT, looked, n.why());
            case HostState.NotChecked n -> new Cell(Saw.UNKNOWN, Optional.empty(), "not looked at yet");
        });
    }

    private void receiver(ReplicaView replica) {
        String upstream = upstream(replica);
        Optional<Duration> age = s.messageAge(replica);
        if (replica.state().isEmpty()) {
            add(replica.name(), upstream, Way.WAL, new Cell(Saw.UNKNOWN, Optional.empty(), replica.name() + " gives no session"));
        } else if (replica.cannotTell()) {
            add(replica.name(), upstream, Way.WAL, new Cell(Saw.UNKNOWN, Optional.empty(), "it cannot be seen whether it streams"));
        } else if (!replica.isStreaming()) {
            String status = replica.receiver().map(r -> "WAL receiver is " + r.status()).orElse("no WAL receiver");
            add(replica.name(), upstream, Way.WAL, new Cell(Saw.SILENT, Optional.empty(), status));
        } else {
            boolean toPrimary = upstream.equals(s.name());
            boolean fresh = age.map(a -> a.compareTo(s.limits().idleSilence()) < 0).orElse(false);
            boolean alive = toPrimary && s.isSilent() ? s.receivesFrom(replica) : fresh;
            Saw saw = alive ? Saw.ALIVE : toPrimary && s.isSilent() && s.doesNotHear(replica) ? Saw.SILENT : Saw.DOUBTFUL;
            add(replica.name(), upstream, Way.WAL, new Cell(
                    saw, age, "streams" + age.map(a -> ", last message " + Words.seconds(a) + " ago").orElse("")));
        }
    }

    private void port(Sighting seen) {
        Saw saw = switch (seen.kind()) {
            case ANSWERS -> Saw.ALIVE;
            case ACCEPTS -> Saw.DOUBTFUL;
            case SILENT -> Saw.SILENT;
            case UNKNOWN -> Saw.UNKNOWN;
        };
        add(seen.from(), s.name(), Way.PORT, new Cell(saw, Optional.of(seen.age()), seen.answer()));
    }

    /// What a session through a proxy reached, as its clients do. Kept between the looks at proxies, so it says nothing of a primary that is silent now.
    private void route(Observation proxy) {
        proxy.proxy().ifPresent(state -> state.routes().stream()
                .filter(route -> route.problem().isEmpty() && route.server().isPresent())
                .map(route -> route.server().get())
                .distinct()
                .forEach(server -> add(proxy.name(), server, Way.PORT, new Cell(
                        Saw.ALIVE, age(proxy.seenAt()), "sessions through it reach " + server))));
    }

    private record Cell(Saw saw, Optional<Duration> age, String words) {}

    private void add(String from, String to, Way way, Cell cell) {
        points.add(new VantagePoint(from, to, way, cell.saw(), cell.age(), cell.words()));
    }

    private Optional<Duration> age(java.time.Instant at) {
        Duration age = Duration.between(at, s.now().takenAt());
        return Optional.of(age.isNegative() ? Duration.ZERO : age);
    }

    private static boolean answers(Observation o) {
        return !(o.state() instanceof ServerState.Unreachable || o.state() instanceof ServerState.NotPolled);
    }

    /// The configured replica it follows; the primary for every other address.
    private String upstream(ReplicaView replica) {
        Optional<String> address = replica.state().flatMap(ServerState.Replica::upstream);
        return s.replicas().stream()
                .filter(r -> replica.followsAnother()
                        && address.equals(Optional.of(r.observation().server().address())))
                .map(ReplicaView::name)
                .findFirst()
                .orElse(s.name());
    }
}
