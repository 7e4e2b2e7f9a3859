package org.handyrep.plugin.cloning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;

/// Whether a target may be cloned over. A pure function of what was seen; everything that is not proved is a refusal.
public sealed interface TargetProof {

    /// @param expect what the directory must still be when it is emptied
    record Fit(Contents contents, Expect expect) implements TargetProof {}

    record Unfit(String reason) implements TargetProof {}

    enum Contents {
        /// Nothing is removed.
        EMPTY,
        /// What a clone left that did not end, and no whole database. Whose it is was proved when that began.
        HALF_DONE,
        /// A stopped replica of this cluster, or one that is stopped first.
        REPLICA,
        /// A stopped server of this cluster that was a primary: it may have what nobody else has.
        OLD_PRIMARY
    }

    /// What the command that empties the directory looks at again.
    ///
    /// @param contents `empty`, `marked`, or the fingerprint of the control file
    /// @param identities of the places, in order
    record Expect(String contents, List<String> identities) {
        public Expect {
            identities = List.copyOf(identities);
        }
    }

    String INTERRUPTED = "; a clone was interrupted there: first resume that operation or take it back";

    /// @param target as it is configured
    /// @param state what its look by SQL saw
    /// @param job where it would be copied to
    /// @param cluster system identifier of the cluster, not empty
    static TargetProof of(Server target, ServerState state, HostSeen seen, Optional<HostSeen> source, CloneJob job, String cluster, boolean reclone) {
        Optional<String> wrong = seen.places().stream()
                .flatMap(place -> place(place, seen).stream())
                .findFirst()
                .or(() -> clash(seen, source))
                .or(() -> primary(target, state, seen))
                .or(() -> others(seen, job));
        return wrong.<TargetProof>map(Unfit::new).orElseGet(() -> contents(target, state, seen, cluster, reclone));
    }

    private static Optional<String> place(PlaceSeen place, HostSeen seen) {
        String path = place.path();
        Optional<String> insane = PathSanity.obstacle(path);
        if (insane.isPresent()) {
            return insane;
        }
        if (!place.other().isEmpty()) {
            return Optional.of(path + " is " + place.other());
        }
        if (!place.real().equals(path)) {
            return Optional.of(path + " leads to " + place.real() + " by a symbolic link: configure the real path");
        }
        if (path.equals(seen.home())) {
            return Optional.of(path + " is the home directory of " + seen.user());
        }
        return place.mine()
                ? Optional.empty()
                : Optional.of(place.exists() ? path + " does not belong to " + seen.user() : seen.user() + " may not make " + path);
    }

    private static Optional<String> clash(HostSeen seen, Optional<HostSeen> source) {
        if (source.isEmpty() || source.get().boot().isEmpty() || !source.get().boot().equals(seen.boot())) {
            return Optional.empty();
        }
        for (PlaceSeen mine : seen.places()) {
            for (PlaceSeen theirs : source.get().places()) {
                if (mine.exists() && mine.identity().equals(theirs.identity())) {
                    return Optional.of(mine.path() + " is a directory of the server that is copied");
                }
                if (isInside(mine.real(), theirs.real()) || isInside(theirs.real(), mine.real())) {
                    return Optional.of(mine.path() + " and " + theirs.path() + " of the server that is copied lie in each other");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isInside(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }

    private static Optional<String> primary(Server target, ServerState state, HostSeen seen) {
        if (target.isMaster() && target.enabled()) {
            return Optional.of(target.name() + " is the configured primary");
        }
        if (state instanceof ServerState.Primary) {
            return Optional.of(target.name() + " takes writes: it is a primary");
        }
        boolean writes = seen.control().map(c -> c.state().equals("in production")).orElse(false);
        return writes && !seen.running().isEmpty()
                ? Optional.of("a primary runs in " + seen.data().path() + " (" + seen.running() + "; its control file says in production)")
                : Optional.empty();
    }

    /// WAL and tablespace directories are emptied only when the old data directory leads there, or when a clone that did not end had proved that it did.
    private static Optional<String> others(HostSeen seen, CloneJob job) {
        List<PlaceSeen> places = seen.places();
        for (int i = 1; i < places.size(); i++) {
            PlaceSeen place = places.get(i);
            boolean own = seen.tablespaces().containsValue(place.real()) || seen.walLink().equals(Optional.of(place.real()));
            boolean sameClone = place.isMarked() && place.left().token().equals(seen.data().left().token());
            if (!place.isEmpty() && !own && !sameClone) {
                return Optional.of(place.path() + " is not empty, and nothing in " + seen.data().path() + " leads there"
                        + (seen.data().isMarked() ? INTERRUPTED : ""));
            }
            if (!place.strange().isEmpty()) {
                return Optional.of(place.path() + " holds what is not of this database: " + some(place.strange()));
            }
            if (isInside(place.real(), seen.data().real()) || isInside(seen.data().real(), place.real())) {
                return Optional.of(place.path() + " and the data directory " + seen.data().path() + " lie in each other");
            }
        }
        return job.places().stream().distinct().count() == job.places().size()
                ? Optional.empty()
                : Optional.of("two of the directories are the same: " + String.join(", ", job.places()));
    }

    private static TargetProof contents(Server target, ServerState state, HostSeen seen, String cluster, boolean reclone) {
        PlaceSeen data = seen.data();
        List<String> identities = seen.places().stream().map(PlaceSeen::identity).toList();
        boolean answers = state instanceof ServerState.Replica || state instanceof ServerState.Rejecting;
        Optional<PlaceSeen> moving = seen.places().stream().filter(place -> place.left().moving()).findFirst();
        if (moving.isPresent()) {
            return new Unfit(moving.get().path() + " holds files of a database that were being set aside or put back, a part of them in " + CloneJob.PART
                    + INTERRUPTED);
        }
        boolean halfDone = data.isMarked() && seen.running().isEmpty() && seen.version().isEmpty() && seen.fingerprint().isEmpty();
        if (data.isEmpty() || halfDone) {
            String holds = data.path() + (data.isEmpty() ? " is empty" : " holds a clone that did not end");
            if (answers) {
                return new Unfit(holds + ", yet " + target.name() + " answers at " + target.address() + ": it has another data directory");
            }
            if (data.left().database() && !reclone) {
                return new Unfit(holds + ", and in " + CloneJob.OLD + " the database that was there before: only with reclone is that given up" + INTERRUPTED);
            }
            return data.isEmpty() ? new Fit(Contents.EMPTY, new Expect("empty", identities)) : new Fit(Contents.HALF_DONE, new Expect("marked", identities));
        }
        if (seen.version().isEmpty() || seen.control().isEmpty()) {
            return new Unfit(data.path() + " is no data directory of PostgreSQL, and it is not empty: " + some(data.entries())
                    + (data.isMarked() ? INTERRUPTED : ""));
        }
        String own = seen.control().get().systemIdentifier();
        if (!own.equals(cluster)) {
            return new Unfit(data.path() + " belongs to another cluster (system identifier " + own + ", not " + cluster
                    + "): HandyRep never removes that");
        }
        if (!reclone) {
            return new Unfit(data.path() + " holds a database of this cluster (" + seen.control().get().state()
                    + (seen.running().isEmpty() ? "" : ", and it runs") + "): only with reclone is it overwritten"
                    + (data.isMarked() ? "; a clone made it or was begun there, and its end was not confirmed" : ""));
        }
        return new Fit(wasPrimary(seen.control().get()) ? Contents.OLD_PRIMARY : Contents.REPLICA, new Expect(seen.fingerprint(), identities));
    }

    /// Whether its control file is that of a primary, and not of a replica.
    static boolean wasPrimary(ControlData control) {
        return List.of("in production", "shut down", "shutting down", "in crash recovery").contains(control.state());
    }

    private static String some(List<String> entries) {
        List<String> first = new ArrayList<>(entries.subList(0, Math.min(3, entries.size())));
        return String.join(", ", first) + (entries.size() > 3 ? "…" : "");
    }
}
