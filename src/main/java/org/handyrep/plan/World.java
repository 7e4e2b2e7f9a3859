package org.handyrep.plan;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.plugin.Outcome;

/// What steps may ask of the servers and do to them. Every answer is fresh; every call has a deadline.
public interface World {

    ServerState look(String server);

    /// As [#look(String)] where no answer is expected: silence is believed after half a second, and where it was asked before and has been silent since,
    /// at once.
    default ServerState lookAtSilent(String server) {
        return look(server);
    }

    /// Several servers at the same time, in the given order.
    ///
    /// @param silent one of them of which no answer is expected; empty for none
    default Map<String, ServerState> lookAtAll(List<String> servers, String silent) {
        Map<String, ServerState> seen = new LinkedHashMap<>();
        servers.forEach(server -> seen.put(server, server.equals(silent) ? lookAtSilent(server) : look(server)));
        return seen;
    }

    default Map<String, ServerState> lookAtAll(List<String> servers) {
        return lookAtAll(servers, "");
    }

    HostState lookAtHost(String server);

    /// As [#lookAtHost(String)] where no answer is expected: it is waited for three seconds at most, and half a second for a connection.
    default HostState lookAtSilentHost(String server) {
        return lookAtHost(server);
    }

    /// The control file of a server, read over SSH; empty when it cannot be read. Of a server that [#lookAtHost(String)] found stopped, and that was not started
    /// since, as that look read it: nobody writes it then.
    Optional<ControlData> controlData(String server);

    /// What can be seen on the host of a server that recovers and takes no sessions: the same text as before when it did not come further. Empty when nothing can.
    default String recovery(String server) {
        return "";
    }

    /// What the disk of a server that is dead or hangs holds after a position, which must be the end of a record; empty when it cannot be read.
    default Optional<Situation.LeftWal> leftWal(String server, Lsn after, int timeline, int segment) {
        return Optional.empty();
    }

    /// The replication slots of a server; empty when they cannot be read.
    default Optional<List<Slot>> slots(String server) {
        return Optional.empty();
    }

    /// Where a connection proxy leads, and whether its clients wait.
    ProxyState lookAtProxy(String proxy);

    /// How the server is configured now.
    Optional<Server> configured(String server);

    Outcome perform(Deed deed);

    /// A hint that makes a promotion that was asked for happen at once; harmless on a server that is already promoted.
    void hastenPromotion(String server);

    /// What `master_check_method` has against this console acting now; empty when nothing.
    Optional<String> notInCharge();

    /// Whether this console may still act, by both: asked at once.
    default Optional<String> notOurs() {
        return disowned().or(this::notInCharge);
    }

    /// Begins to ask something while other questions are asked.
    ///
    /// @return waits for the answer
    default <T> Supplier<T> ahead(Supplier<T> question) {
        T answer = question.get();
        return () -> answer;
    }

    /// Why the cluster does not belong to the operation that runs: its locks were not taken, or are not held any more. Empty while it does.
    Optional<String> disowned();

    /// The exact commands of a deed. Touches nothing.
    List<String> preview(Deed deed);

    /// Somebody wants the operation to end; long acts and waits ask.
    default boolean cancelled() {
        return false;
    }

    default void cancel() {}

    long nanos();

    /// Lets some time pass before the next look.
    void pause(Duration time);
}
