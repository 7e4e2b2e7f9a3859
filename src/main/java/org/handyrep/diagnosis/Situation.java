package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.Status;
import org.handyrep.cluster.WriteProbe;

/// The last snapshots as the table of problems asks about them.
///
/// @param recent newest last, not empty
/// @param statuses of the replicas, as judged from the newest snapshot
record Situation(
        List<ClusterSnapshot> recent, List<ReplicaView> replicas, Map<String, Status> statuses, Limits limits) {

    /// What a control file says of a server that did not end in order.
    private static final Set<String> CRASHED = Set.of("in production", "in archive recovery");

    ClusterSnapshot now() {
        return recent.getLast();
    }

    Optional<Observation> primary() {
        return now().configuredPrimary();
    }

    /// Of the configured primary, `the primary` while there is none.
    String name() {
        return primary().map(Observation::name).orElse("the primary");
    }

    boolean isSilent() {
        return primary().map(o -> o.state() instanceof ServerState.Unreachable).orElse(false);
    }

    Optional<ServerState.Primary> writing() {
        return primary().flatMap(o -> o.state() instanceof ServerState.Primary p ? Optional.of(p) : Optional.empty());
    }

    // time

    /// How many of the newest snapshots in a row saw the primary silent.
    int silentLooks() {
        int looks = 0;
        for (ClusterSnapshot snapshot : recent.reversed()) {
            if (!isSilentIn(snapshot)) {
                break;
            }
            looks++;
        }
        return looks;
    }

    private boolean isSilentIn(ClusterSnapshot snapshot) {
        return snapshot.find(name()).map(o -> o.state() instanceof ServerState.Unreachable).orElse(false);
    }

    /// Since the console last had a sign of life of the primary; empty when it never had one.
    Optional<Duration> silence() {
        for (ClusterSnapshot snapshot : recent.reversed()) {
            if (snapshot.find(name()).isPresent() && !isSilentIn(snapshot)) {
                return Optional.of(Duration.ofNanos(now().nanos() - snapshot.nanos()));
            }
        }
        return primary().flatMap(Observation::aliveAt).map(at -> Duration.between(at, now().takenAt()));
    }

    /// Since the beginning of the first look at which the primary did not answer any more.
    Duration lostFor() {
        int looks = silentLooks();
        return looks == 0 ? Duration.ZERO : Duration.ofNanos(now().nanos() - recent.get(recent.size() - looks).began());
    }

    /// `is silent for 14.0 s`.
    String silentFor() {
        return "is silent" + silence().map(s -> " for " + Words.seconds(s)).orElse(" since this console looks");
    }

    Unheard unheard() {
        return Unheard.of(this);
    }

    // what others say

    /// Replicas in session that should hear the primary itself.
    List<ReplicaView> witnesses() {
        return replicas.stream()
                .filter(r -> r.state().isPresent() && !r.followsAnother())
                .toList();
    }

    /// Whether this replica, or somebody on its host, heard the primary after the console lost it.
    boolean hears(ReplicaView replica) {
        return replica.sighting(sightings()).map(s -> s.kind() == Sighting.Kind.ANSWERS).orElse(false) || receivesFrom(replica);
    }

    /// Whether its WAL receiver did.
    boolean receivesFrom(ReplicaView replica) {
        if (!replica.isStreaming()) {
            return false;
        }
        boolean movedInSilence = silentLooks() > 1 && replica.moved();
        return movedInSilence
                || messageAge(replica)
                        .map(age -> age.compareTo(limits.fresh()) < 0 && age.compareTo(lostFor()) < 0)
                        .orElse(false);
    }

    /// Since the last message of its upstream, at the end of the newest cycle.
    Optional<Duration> messageAge(ReplicaView replica) {
        return replica.messageAge().map(age -> age.plus(now().since(replica.observation().seenAt())));
    }

    /// Whether this replica's word counts as "I do not hear it either".
    boolean doesNotHear(ReplicaView replica) {
        if (hears(replica)) {
            return false;
        }
        return !replica.isStreaming()
                || messageAge(replica).map(a -> a.compareTo(threshold(replica)) >= 0).orElse(false);
    }

    /// An idle primary may say nothing for half a minute. Who asked it in vain since the console lost it need not wait at all, and who knows that it should
    /// have written need not wait so long.
    private Duration threshold(ReplicaView replica) {
        boolean askedInVain = replica.sighting(sightings())
                .map(s -> s.kind() == Sighting.Kind.SILENT || s.kind() == Sighting.Kind.ACCEPTS)
                .orElse(false);
        return askedInVain ? Duration.ZERO : hostIsReached() && hadHeartbeat() ? limits.fresh() : limits.idleSilence();
    }

    /// Polls between verifies wrote too, so the primary's silence to its replicas is not idleness.
    private boolean hadHeartbeat() {
        return recent.stream()
                .filter(s -> !s.verified())
                .flatMap(s -> s.find(name()).stream())
                .anyMatch(o -> o.state() instanceof ServerState.Primary p && p.write() instanceof WriteProbe.Committed);
    }

    List<Sighting> sightings() {
        return primary().map(Observation::sightings).orElse(List.of());
    }

    boolean sighted(Sighting.Kind kind) {
        return sightings().stream().anyMatch(s -> s.kind() == kind);
    }

    /// The console's packets reach the primary's host.
    boolean hostIsReached() {
        return primary().map(o -> o.host() instanceof HostState.Answers
                        || o.host() instanceof HostState.Unclear
                        || (o.state() instanceof ServerState.Unreachable u
                                && u.problem().kind() == ConnectionProblem.Kind.REFUSED))
                .orElse(false)
                || sightings().stream().anyMatch(s -> s.from().isEmpty() && s.kind() == Sighting.Kind.ACCEPTS);
    }

    // counting

    /// More than half of the configured replicas; all of them if there are one or two.
    int majority() {
        int configured = replicas.size();
        return configured <= 2 ? configured : configured / 2 + 1;
    }

    List<ReplicaView> deaf() {
        return witnesses().stream().filter(this::doesNotHear).toList();
    }

    /// Death is confirmed when nobody heard it for long enough, in enough looks, and enough replicas that streamed before bear witness to it.
    boolean isConfirmed(int needed) {
        Unheard unheard = unheard();
        boolean believed = unheard.looks() >= limits.failRetries() && unheard.time().compareTo(limits.failWindow()) >= 0;
        return believed && !replicas.isEmpty() && bearing() >= needed;
    }

    /// No silence needs to be believed where the host itself says that the server crashed and nobody streams from it any more. One that was shut down in order
    /// is somebody's will, or about to start again. The second look tells a crash from a restart that takes a moment.
    boolean isProvenOnHost() {
        boolean crashed = primary().map(o -> o.host() instanceof HostState.Answers a && !a.running() && CRASHED.contains(a.controlState()))
                .orElse(false);
        return crashed
                && unheard().looks() >= Math.min(2, limits.failRetries())
                && bearing() > 0
                && deaf().size() == witnesses().size();
    }

    /// Whether its silence is more than an overloaded machine's: its process is stopped, or it lasts too long.
    boolean cannotBeBusy() {
        boolean stopped = primary().map(o -> o.host() instanceof HostState.Answers a && a.process().contains("stop")).orElse(false);
        return stopped || unheard().time().compareTo(limits.fresh()) >= 0;
    }

    private long bearing() {
        return deaf().stream().filter(ReplicaView::streamedBefore).count();
    }

    long ready() {
        return replicas.stream()
                .filter(r -> r.isStreaming()
                        && Optional.ofNullable(statuses.get(r.name()))
                                .map(s -> s.status() == ServerStatus.HEALTHY)
                                .orElse(false))
                .count();
    }

    /// What the last write probe said, however many polls ago.
    Optional<WriteProbe> lastWrite() {
        for (ClusterSnapshot snapshot : recent.reversed()) {
            Optional<WriteProbe> write = snapshot.find(name())
                    .flatMap(o -> o.state() instanceof ServerState.Primary p ? Optional.of(p.write()) : Optional.empty())
                    .filter(w -> !(w instanceof WriteProbe.NotTried));
            if (write.isPresent()) {
                return write;
            }
        }
        return Optional.empty();
    }

    /// Writable servers of one and the same system; an unknown system counts as the same.
    List<Observation> rivals() {
        String system = primary()
                .map(ReplicaTable::systemOf)
                .filter(s -> !s.isEmpty())
                .or(() -> now().writable().stream().map(ReplicaTable::systemOf).filter(s -> !s.isEmpty()).findFirst())
                .orElse("");
        return now().writable().stream()
                .filter(o -> {
                    String other = ReplicaTable.systemOf(o);
                    return other.isEmpty() || system.isEmpty() || other.equals(system);
                })
                .toList();
    }

    /// The snapshot before this one, if the primary was in session and writable in it.
    Optional<ServerState.Primary> writingBefore() {
        return recent.size() < 2
                ? Optional.empty()
                : recent.get(recent.size() - 2)
                        .find(name())
                        .flatMap(o -> o.state() instanceof ServerState.Primary p ? Optional.of(p) : Optional.empty());
    }
}
