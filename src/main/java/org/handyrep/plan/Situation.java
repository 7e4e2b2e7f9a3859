package org.handyrep.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Observation;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.cloning.CloneLook;

/// All that a planner knows. A planner is a pure function of it.
///
/// @param selection what the selection plugin answered: names, best first
/// @param lastPrimary where the primary was when it was last seen
/// @param control what `restart_method` in run mode `status` said per server: proof that the server can be controlled
/// @param marked per stopped server whether its data directory bears the mark of a replica; absent when not looked at
/// @param around what handyrep.conf wants done around a change of primary
/// @param rules what it allows of a failover
/// @param left the WAL that only the disk of the lost primary holds; empty when it was not or could not be read
/// @param cloneLook what was looked at for a clone; empty when none is asked for
/// @param rejoinLook the same for a rejoin
/// @param preview the exact commands of a deed
public record Situation(
        ClusterSnapshot snapshot,
        Diagnosis diagnosis,
        List<String> selection,
        Optional<LastSeen> lastPrimary,
        Map<String, Outcome> control,
        Map<String, Boolean> marked,
        Around around,
        Rules rules,
        Optional<LeftWal> left,
        Optional<CloneLook> cloneLook,
        Optional<RejoinLook> rejoinLook,
        Function<Deed, List<String>> preview) {

    public Situation(
            ClusterSnapshot snapshot,
            Diagnosis diagnosis,
            List<String> selection,
            Optional<LastSeen> lastPrimary,
            Map<String, Outcome> control,
            Map<String, Boolean> marked,
            Around around,
            Rules rules,
            Function<Deed, List<String>> preview) {
        this(snapshot, diagnosis, selection, lastPrimary, control, marked, around, rules, Optional.empty(), Optional.empty(), Optional.empty(), preview);
    }

    public Situation {
        selection = List.copyOf(selection);
        control = Map.copyOf(control);
        marked = Map.copyOf(marked);
    }

    /// @param routes `connection_failover_method` is set
    /// @param holds that plugin can make clients wait
    /// @param cuts that plugin can end every session with a lost primary and let no new one reach it
    /// @param archives `archive_script_method` is set and `archiving` is on
    /// @param cleansUp the same for `archive_delete_method`
    /// @param extras `[extra_failover_commands]`, in order
    public record Around(
            boolean routes, boolean holds, boolean cuts, boolean archives, boolean cleansUp, List<Deed.Extra> extras) {

        public static final Around NOTHING = new Around(false, false, false, false, false, List.of());

        public Around(boolean routes, boolean holds, boolean archives, boolean cleansUp, List<Deed.Extra> extras) {
            this(routes, holds, false, archives, cleansUp, extras);
        }

        public Around {
            extras = List.copyOf(extras);
        }
    }

    /// The enabled replicas that answered.
    List<String> answering() {
        return snapshot.replicas().stream().filter(o -> o.state() instanceof ServerState.Replica).map(Observation::name).toList();
    }

    List<String> answeringBeside(String server) {
        return answering().stream().filter(name -> !name.equals(server)).toList();
    }

    /// Why what was last seen of the primary is no proof of how it is; empty while it is recent enough.
    ///
    /// @param what is not known any more, as in `whether it is synchronous`
    Optional<String> outdated(String what) {
        return lastPrimary
                .filter(seen -> Duration.between(seen.at(), snapshot.takenAt()).compareTo(rules.memory()) > 0)
                .map(seen -> seen.server() + " was last seen " + Duration.between(seen.at(), snapshot.takenAt()).toSeconds() + " s ago: " + what
                        + " is not known any more");
    }

    /// @param written the primary's LSN at `at`
    /// @param bytesPerSecond how fast it wrote of late
    /// @param direct addresses of clients that went past the connection proxies in the last polls; empty when that is not known
    /// @param state all that was seen of it
    /// @param bytesPerCommit WAL per transaction that wrote, of late, as estimated; empty when none was seen
    public record LastSeen(
            String server,
            Lsn written,
            Instant at,
            double bytesPerSecond,
            Optional<List<String>> direct,
            Optional<ServerState.Primary> state,
            OptionalDouble bytesPerCommit) {

        public LastSeen(
                String server,
                Lsn written,
                Instant at,
                double bytesPerSecond,
                Optional<List<String>> direct,
                Optional<ServerState.Primary> state) {
            this(server, written, at, bytesPerSecond, direct, state, OptionalDouble.empty());
        }

        /// Of the cluster: what the primary said that was seen last, or else what the snapshot says; empty when neither is known. A server of another cluster counts
        /// for nothing while a primary was seen.
        public static String systemIdentifier(Optional<LastSeen> primary, ClusterSnapshot snapshot) {
            return primary.flatMap(LastSeen::state)
                    .map(p -> p.facts().systemIdentifier())
                    .filter(id -> !id.isBlank())
                    .orElseGet(snapshot::systemIdentifier);
        }

        /// About how many commits so much WAL is; empty when that cannot be estimated.
        public OptionalLong commitsIn(long bytes) {
            return bytes == 0
                    ? OptionalLong.of(0)
                    : bytesPerCommit.isPresent()
                            ? OptionalLong.of((long) Math.ceil(bytes / bytesPerCommit.getAsDouble()))
                            : OptionalLong.empty();
        }

        public LastSeen(String server, Lsn written, Instant at) {
            this(server, written, at, 0, Optional.empty(), Optional.empty());
        }
    }

    /// What a lost primary, or one that hangs, wrote and the replicas may not have.
    ///
    /// @param end of its last whole record
    /// @param commits where the records of its last commits end, in order
    public record LeftWal(String server, Lsn end, List<Lsn> commits) {
        public LeftWal {
            commits = List.copyOf(commits);
        }

        long commitsAfter(Lsn position) {
            return commits.stream().filter(c -> c.isAfter(position)).count();
        }
    }

    /// The same, had this been seen.
    public Situation with(ClusterSnapshot seen, Diagnosis judged) {
        return new Situation(seen, judged, selection, lastPrimary, control, marked, around, rules, left, cloneLook, rejoinLook, preview);
    }

    public Situation withLeft(Optional<LeftWal> wal) {
        return new Situation(snapshot, diagnosis, selection, lastPrimary, control, marked, around, rules, wal, cloneLook, rejoinLook, preview);
    }

    public Situation withClone(CloneLook look) {
        return new Situation(
                snapshot, diagnosis, selection, lastPrimary, control, marked, around, rules, left, Optional.of(look), rejoinLook, preview);
    }

    public Situation withRejoin(RejoinLook look) {
        return new Situation(
                snapshot, diagnosis, selection, lastPrimary, control, marked, around, rules, left, cloneLook, Optional.of(look), preview);
    }

    public Optional<Observation> find(String server) {
        return snapshot.find(server);
    }

    public List<String> previewOf(Deed deed) {
        return preview.apply(deed);
    }
}
