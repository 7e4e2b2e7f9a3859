package org.handyrep.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.SavedResult;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;

/// How a console that is not in charge keeps up with the one that is: it takes over what that one wrote to the handyrep table, and learns the roles from
/// the servers where the table does not tell. It never writes to the table.
final class Following {

    private final ServerBook book;
    private final TableAccess table;
    private final BooleanSupplier busy;
    private final EngineLog log;
    private final Executor background;
    private final AtomicBoolean asking = new AtomicBoolean();

    /// @param busy whether an operation runs: nothing is taken over then
    /// @param background where the table is read
    Following(ServerBook book, TableAccess table, BooleanSupplier busy, EngineLog log, Executor background) {
        this.book = book;
        this.table = table;
        this.busy = busy;
        this.log = log;
        this.background = background;
    }

    /// Takes note of a cycle in which another console was in charge. Returns at once.
    void seen(ClusterSnapshot snapshot) {
        Optional<Server> leading = RoleLearner.leading(snapshot);
        boolean due = snapshot.verified() || !leading.equals(snapshot.configuredPrimary().map(Observation::server));
        if (leading.isPresent() && due && !busy.getAsBoolean() && asking.compareAndSet(false, true)) {
            try {
                background.execute(() -> {
                    try {
                        keepUp(snapshot, leading.get());
                    } finally {
                        asking.set(false);
                    }
                });
            } catch (RejectedExecutionException closed) {
                asking.set(false);
            }
        }
    }

    private void keepUp(ClusterSnapshot snapshot, Server leading) {
        SavedResult written = table.read(leading);
        if (busy.getAsBoolean()) {
            return;
        }
        if (written instanceof SavedResult.Found found && found.state().updated().isAfter(book.saved().updated())) {
            List<Server> before = book.servers();
            Outcome taken = book.follow(found.state());
            if (!taken.succeeded() || !before.equals(found.state().servers())) {
                log.log("STATE", leading.name(), !taken.succeeded(), found.origin() + " is newer than what is on this machine and counts"
                        + (taken.succeeded() ? "" : ", but " + taken.details()));
            }
        } else {
            Optional<Map<String, Deed.Assignment>> seen = RoleLearner.learn(snapshot);
            seen.ifPresent(roles -> learn(roles, RoleLearner.sentence(roles)));
            if (seen.isEmpty()) {
                told(written, leading).ifPresent(roles -> learn(roles, "took the roles over from the handyrep table on " + leading.name()));
            }
        }
    }

    /// Who is what in a table that is older than what this console wrote when it was in charge for a moment: where the servers confirm its master, it is what the one in
    /// charge goes by.
    private Optional<Map<String, Deed.Assignment>> told(SavedResult table, Server leading) {
        if (!(table instanceof SavedResult.Found found)) {
            return Optional.empty();
        }
        List<Server> there = found.state().servers();
        List<String> masters =
                there.stream().filter(s -> s.enabled() && s.isMaster()).map(Server::name).toList();
        Map<String, Deed.Assignment> roles = there.stream()
                .collect(Collectors.toMap(Server::name, s -> new Deed.Assignment(s.role().name(), s.enabled())));
        List<Server> here = book.servers();
        return masters.equals(List.of(leading.name())) && !ServerBook.assigned(here, roles).equals(here) ? Optional.of(roles) : Optional.empty();
    }

    /// What the console in charge will write is newer than what was learnt here.
    private void learn(Map<String, Deed.Assignment> roles, String sentence) {
        Outcome written = book.follow(book.saved().withServers(ServerBook.assigned(book.servers(), roles)));
        log.log("ROLES", "", !written.succeeded(), sentence + (written.succeeded() ? "" : ", but " + written.details()));
    }
}
