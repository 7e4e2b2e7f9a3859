package org.handyrep.engine;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Status;
import org.handyrep.conf.SavedResult;
import org.handyrep.conf.SavedState;
import org.handyrep.conf.ServersFile;
import org.handyrep.conf.StartState;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;

/// The servers in force and what is remembered of them; every change is on the disk before it is in force.
///
/// Another HandyRep with the same configuration, such as `handyrep call` beside the window, may write the file too: what is newer there counts.
final class ServerBook {

    private final ServersFile file;
    private final Clock clock;
    private volatile Runnable onChange = () -> {};
    private SavedState state;
    private Optional<String> doubt;
    private Optional<String> stamp;
    private boolean edited;
    private boolean unwritten;

    ServerBook(ServersFile file, Clock clock, StartState start) {
        this.file = file;
        this.clock = clock;
        this.state = start.state();
        this.doubt = doubt(start);
        this.stamp = file.stamp();
    }

    /// @param listener called with every change that was written; it must return at once
    void onChange(Runnable listener) {
        onChange = listener;
    }

    synchronized List<Server> servers() {
        return state.servers();
    }

    /// As [#servers()], after a look at what another HandyRep may have written.
    synchronized List<Server> refreshed() {
        refresh();
        return state.servers();
    }

    synchronized SavedState saved() {
        return state;
    }

    /// The enabled server that is configured as master; empty when there is none or more than one.
    synchronized Optional<Server> master() {
        List<Server> masters =
                state.servers().stream().filter(s -> s.isMaster() && s.enabled()).toList();
        return masters.size() == 1 ? Optional.of(masters.getFirst()) : Optional.empty();
    }

    /// Why the roles must not be relied on yet; empty when they may.
    synchronized Optional<String> doubt() {
        return doubt;
    }

    /// The servers themselves have confirmed the roles.
    synchronized void rolesAreCertain() {
        doubt = Optional.empty();
    }

    /// Takes a newer state over. Does nothing once the definitions were edited here.
    ///
    /// @return whether it was taken
    synchronized boolean adopt(StartState newer) {
        if (edited) {
            return false;
        }
        state = newer.state();
        doubt = doubt(newer);
        unwritten = !file.write(state).succeeded();
        stamp = file.stamp();
        return true;
    }

    /// Replaces the definitions; a failure leaves everything as it was.
    synchronized Outcome change(UnaryOperator<List<Server>> edit) {
        refresh();
        Outcome written = write(new SavedState(
                now(), List.copyOf(edit.apply(state.servers())), state.statuses(), state.clusterStatus(), state.message()));
        edited = edited || written.succeeded();
        return written;
    }

    Outcome assign(Map<String, Deed.Assignment> assignments) {
        return change(before -> assigned(before, assignments));
    }

    static List<Server> assigned(List<Server> servers, Map<String, Deed.Assignment> assignments) {
        return servers.stream()
                .map(server -> {
                    Deed.Assignment wanted = assignments.get(server.name());
                    return wanted == null
                            ? server
                            : server.withRole(new Role(wanted.role())).withEnabled(wanted.enabled());
                })
                .toList();
    }

    /// Takes over what was learnt of another console's doing, with its time and without a word to [#onChange]: the copy in the table is that console's.
    synchronized Outcome follow(SavedState learnt) {
        Outcome written = file.write(learnt);
        if (written.succeeded()) {
            state = learnt;
            doubt = Optional.empty();
            unwritten = false;
            stamp = file.stamp();
        }
        return written;
    }

    /// Writes the statuses when one has changed, and a state that was taken over.
    synchronized Outcome judge(Map<String, Status> judged, ClusterStatus cluster, String message) {
        boolean changed = cluster != state.clusterStatus()
                || !statusNumbers(judged).equals(statusNumbers(state.statuses()));
        if (!changed && !unwritten) {
            return Outcome.success("nothing has changed");
        }
        refresh();
        return write(new SavedState(now(), new ArrayList<>(state.servers()), judged, cluster, message));
    }

    private void refresh() {
        Optional<String> present = file.stamp();
        if (present.equals(stamp)) {
            return;
        }
        stamp = present;
        if (file.read() instanceof SavedResult.Found found && found.state().updated().isAfter(state.updated())) {
            state = found.state();
        }
    }

    private Outcome write(SavedState next) {
        Outcome written = file.write(next);
        if (written.succeeded()) {
            state = next;
            unwritten = false;
            stamp = file.stamp();
            onChange.run();
        }
        return written;
    }

    /// No finer than PostgreSQL's, or the copy in the table would look newer than the file.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Optional<String> doubt(StartState start) {
        return start.rolesAreCertain()
                ? Optional.empty()
                : Optional.of("roles are not re-learnt yet: " + String.join("; ", start.problems())
                        + "; it ends when the configured primary is seen to be the only one that takes writes");
    }

    private static Map<String, Integer> statusNumbers(Map<String, Status> statuses) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        statuses.forEach((name, status) -> numbers.put(name, status.status().number()));
        return numbers;
    }
}
