package org.handyrep.diagnosis;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Disk;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.Status;
import org.handyrep.cluster.Stream;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;

/// A story about a cluster as text: one look after the other, one server per line, judged at the end.
///
/// `john master primary at=0/5000000 write=ok`, `paul replica streaming age=0.4`, `george replica detached`, `john master silent kind=REFUSED host=down`,
/// `pgb1 pgbouncer answers writes=orders:john reads=orders-ro:paul clients=12`.
final class Scene {

    private final List<ClusterSnapshot> looks = new ArrayList<>();
    private final Map<String, Instant> alive = new HashMap<>();
    private Map<String, Status> statuses = Map.of();
    private Limits limits = Limits.of(Duration.ofSeconds(5), 3).withLowDisk(256L << 20);

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    Scene retries(int failRetries) {
        limits = Limits.of(Duration.ofSeconds(5), failRetries);
        return this;
    }

    Scene retries(int failRetries, int seconds) {
        limits = Limits.of(Duration.ofSeconds(5), failRetries, Duration.ofSeconds(seconds));
        return this;
    }

    /// A look that ended at that second and took so long.
    Diagnosis longLook(double second, double took, String text) {
        return look(second, took, text, false);
    }

    /// Adds a look and judges all of them.
    Diagnosis look(double second, String text) {
        return look(second, 0, text, false);
    }

    Diagnosis verify(double second, String text) {
        return look(second, 0, text, true);
    }

    private Diagnosis look(double second, double took, String text, boolean verified) {
        Instant now = START.plusMillis(Math.round(second * 1000));
        Duration length = Duration.ofMillis(Math.round(took * 1000));
        List<Observation> servers =
                text.strip().lines().map(line -> server(line.strip().split("\\s+"), now.minus(length))).toList();
        looks.add(new ClusterSnapshot(
                        "demo", looks.size() + 1, now, Math.round(second * 1e9), verified, servers)
                .thatTook(length));
        Diagnosis diagnosis = Diagnoses.of(looks, statuses, limits);
        statuses = diagnosis.statuses();
        return diagnosis;
    }

    static Server server(String name, String role, boolean enabled) {
        return new Server(name, name + ".local", 5432, new Role(role), enabled, 999, 100, Map.of());
    }

    private Observation server(String[] words, Instant now) {
        Map<String, String> given = new HashMap<>();
        for (int i = 3; i < words.length; i++) {
            String[] pair = words[i].split("=", 2);
            given.put(pair[0], pair[1].replace('_', ' '));
        }
        String name = words[0];
        Server server = server(name, words[1], !given.containsKey("disabled"));
        boolean proxy = server.role().isProxy() && (words[2].equals("answers") || words[2].equals("silent"));
        ServerState state = proxy ? new ServerState.NotPolled("a proxy") : state(words[2], given);
        if (!(state instanceof ServerState.Unreachable)) {
            alive.put(name, now);
        }
        Observation observation = new Observation(
                server,
                state,
                host(given.getOrDefault("host", "")),
                now,
                Optional.ofNullable(alive.get(name)),
                Optional.ofNullable(given.get("poll")).map(p -> new Observation.PollAnswer(p.equals("ok"), "poll says " + p)),
                Optional.ofNullable(given.get("lag"))
                        .map(Double::parseDouble)
                        .map(mb -> new ReplicationLag(true, (long) (mb * 1048576), mb, Optional.empty())),
                        sightings(given.getOrDefault("sighted", "")))
                .withHostAt(Optional.of(now).filter(at -> given.containsKey("host")));
        return proxy ? observation.withProxy(SceneProxy.of(words[2], given)) : observation;
    }

    private static ServerState state(String word, Map<String, String> given) {
        return switch (word) {
            case "primary" ->
                new ServerState.Primary(
                        facts(given), lsn(given, "at"), streams(given), slots(given), write(given.getOrDefault("write", "")),
                        Integer.parseInt(given.getOrDefault("waiting", "0")), 0);
            case "streaming", "waiting" -> replica(given, Optional.of(receiver(word, given)));
            case "hidden" -> replica(given, Optional.of(new Receiver("hidden", 0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())));
            case "detached" -> replica(given, Optional.empty());
            case "rejecting" ->
                new ServerState.Rejecting(new ConnectionProblem(kind(given, "TOO_MANY_CONNECTIONS"), "53300", "sorry, too many clients already"));
            case "silent" ->
                new ServerState.Unreachable(new ConnectionProblem(kind(given, "TIMED_OUT"), "08001", "no answer"));
            default -> new ServerState.NotPolled(word);
        };
    }

    private static ConnectionProblem.Kind kind(Map<String, String> given, String otherwise) {
        return ConnectionProblem.Kind.valueOf(given.getOrDefault("kind", otherwise).replace(' ', '_'));
    }

    private static ServerState.Replica replica(Map<String, String> given, Optional<Receiver> receiver) {
        Lsn at = lsn(given, "at");
        return new ServerState.Replica(
                facts(given),
                Optional.of(at),
                given.containsKey("replayed") ? lsn(given, "replayed") : at,
                receiver,
                given.containsKey("paused"),
                Optional.empty(),
                Optional.of(given.getOrDefault("from", "john") + ".local:5432"),
                List.of(),
                List.of());
    }

    private static Receiver receiver(String status, Map<String, String> given) {
        return new Receiver(
                status,
                Integer.parseInt(given.getOrDefault("tli", "1")),
                Optional.ofNullable(given.get("age")).map(a -> Duration.ofMillis(Math.round(Double.parseDouble(a) * 1000))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Facts facts(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>();
        settings.put("max_connections", given.getOrDefault("max_connections", "100"));
        settings.put("synchronous_standby_names", given.getOrDefault("sync", ""));
        List<TimelineSwitch> history = given.containsKey("history") ? TimelineSwitch.parse(given.get("history")) : List.of();
        return new Facts(
                given.getOrDefault("system", "7711"), 170006, "17.6", "/pg", Integer.parseInt(given.getOrDefault("tli", "1")),
                START, settings, history);
    }

    private static Lsn lsn(Map<String, String> given, String key) {
        return Lsn.parse(given.getOrDefault(key, "0/5000000"));
    }

    private static List<Stream> streams(Map<String, String> given) {
        return given.containsKey("syncstream")
                ? List.of(new Stream(given.get("syncstream"), "", "streaming", "sync", Optional.empty(), Optional.empty(), Optional.empty()))
                : List.of();
    }

    private static List<Slot> slots(Map<String, String> given) {
        return given.containsKey("slot")
                ? List.of(new Slot("paul", true, false, Optional.empty(), Optional.of(given.get("slot"))))
                : List.of();
    }

    private static WriteProbe write(String word) {
        return switch (word) {
            case "" -> new WriteProbe.NotTried();
            case "ok" -> new WriteProbe.Committed(Duration.ofMillis(3));
            default -> new WriteProbe.Refused(word);
        };
    }

    private static HostState host(String word) {
        return switch (word) {
            case "" -> new HostState.NotChecked();
            case "down" -> new HostState.Answers(false, "in production");
            case "stopped" -> new HostState.Answers(false, "shut down");
            case "up" -> new HostState.Answers(true, "in production", "pid 4711, S (sleeping)");
            case "full" -> new HostState.Answers(true, "in production", "pid 4711, S (sleeping)", Optional.of(new Disk(1L << 30, 3L << 20)));
            case "low" -> new HostState.Answers(true, "in production", "pid 4711, S (sleeping)", Optional.of(new Disk(100L << 20, 1L << 30)));
            case "frozen" -> new HostState.Answers(true, "in production", "pid 4711, T (stopped)");
            case "unclear" -> new HostState.Unclear("sudo: a password is required");
            default -> new HostState.Silent(word);
        };
    }

    /// `paul:SILENT,console:ACCEPTS`
    private static List<Sighting> sightings(String list) {
        List<Sighting> all = new ArrayList<>();
        for (String one : list.split(",")) {
            if (!one.isBlank()) {
                String[] pair = one.split(":");
                all.add(new Sighting(pair[0].equals("console") ? "" : pair[0], Sighting.Kind.valueOf(pair[1]), "as seen"));
            }
        }
        return all;
    }
}
