package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.SavedResult;
import org.handyrep.conf.StartState;
import org.handyrep.diagnosis.Diagnosis;
import org.handyrep.plugin.Outcome;

/// Keeps what is remembered true: takes over a newer state from the handyrep table after the first cycle; while this console is in charge it writes down
/// what later cycles saw, learns roles from the servers, and copies every change to the table. All SQL is done in the background; a server that hangs holds nobody up.
final class StateKeeping implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final ServerBook book;
    private final TableAccess table;
    private final Function<SavedResult, StartState> chooser;
    private final BooleanSupplier busy;
    private final EngineLog log;
    private final ExecutorService background = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("state table").factory());
    private final Following following;
    private final AtomicBoolean uncopied = new AtomicBoolean();
    private final AtomicBoolean queued = new AtomicBoolean();
    private boolean settled;
    private int attempts;
    private CompletableFuture<Boolean> reading = CompletableFuture.completedFuture(false);
    private Optional<Seen> last = Optional.empty();
    private String fileTrouble = "";
    private String tableTrouble = "";

    private record Seen(ClusterSnapshot snapshot, Diagnosis diagnosis, boolean inCharge) {}

    /// @param settled whether the table is not to be asked at all
    /// @param chooser what the state at the start is, given the table's answer
    /// @param busy whether an operation runs: no role is learnt then
    StateKeeping(
            ServerBook book,
            TableAccess table,
            boolean settled,
            Function<SavedResult, StartState> chooser,
            BooleanSupplier busy,
            EngineLog log) {
        this.book = book;
        this.table = table;
        this.settled = settled;
        this.chooser = chooser;
        this.busy = busy;
        this.log = log;
        this.following = new Following(book, table, busy, log, background);
        book.onChange(() -> {
            uncopied.set(true);
            copySoon();
        });
    }

    /// Takes note of a cycle. Returns at once.
    synchronized void seen(ClusterSnapshot snapshot, Diagnosis diagnosis, boolean inCharge) {
        last = Optional.of(new Seen(snapshot, diagnosis, inCharge));
        if (settled && inCharge) {
            writeDown();
        } else if (settled) {
            following.seen(snapshot);
        } else if (reading.isDone()) {
            informant(snapshot).ifPresent(this::beginToRead);
        }
    }

    /// Waits for the table's first answer, if one is under way.
    ///
    /// @return whether the servers in force are others now
    boolean awaitTable() {
        CompletableFuture<Boolean> now;
        synchronized (this) {
            now = reading;
        }
        try {
            return now.get(2 * TableAccess.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    synchronized boolean isSettled() {
        return settled;
    }

    /// The table was made just now: it wants its first copy.
    void tableIsNew() {
        uncopied.set(true);
        copySoon();
    }

    // the table's answer

    private void beginToRead(Server server) {
        reading = CompletableFuture.supplyAsync(() -> table.read(server), background)
                .exceptionally(thrown -> new SavedResult.Unusable(List.of("the handyrep table: " + thrown)))
                .thenApply(answer -> settle(server, answer));
    }

    private synchronized boolean settle(Server server, SavedResult answer) {
        attempts++;
        if (answer instanceof SavedResult.Unusable && attempts < ATTEMPTS) {
            return false;
        }
        settled = true;
        StartState start = chooser.apply(answer);
        if (answer instanceof SavedResult.Unusable unusable) {
            unusable.problems().forEach(p -> log.log("STATE", server.name(), true, p));
        }
        boolean newer = start.origin().startsWith("table ") && !busy.getAsBoolean();
        if (newer && !start.state().servers().equals(book.servers()) && book.adopt(start)) {
            log.log("STATE", server.name(), false, start.origin() + " is newer than what was on this machine and counts");
            return true;
        }
        writeDown();
        return false;
    }

    /// Who is asked for the table: the only server that takes writes, the configured primary, or any replica when no primary answers.
    private static Optional<Server> informant(ClusterSnapshot snapshot) {
        List<Observation> writable = snapshot.writable();
        if (writable.size() == 1) {
            return Optional.of(writable.getFirst().server());
        }
        return writable.isEmpty()
                ? snapshot.servers().stream()
                        .filter(o -> o.state() instanceof ServerState.Replica)
                        .findFirst()
                        .map(Observation::server)
                : snapshot.configuredPrimary().filter(writable::contains).map(Observation::server);
    }

    // what was seen

    private void writeDown() {
        if (last.isEmpty() || !last.get().inCharge()) {
            return;
        }
        ClusterSnapshot snapshot = last.get().snapshot();
        Diagnosis diagnosis = last.get().diagnosis();
        fileTrouble = tell(fileTrouble, book.judge(
                diagnosis.statuses(), diagnosis.clusterStatus(), diagnosis.clusterMessage()));
        if (!busy.getAsBoolean()) {
            learnRoles(snapshot);
        }
        copySoon();
    }

    private void learnRoles(ClusterSnapshot snapshot) {
        RoleLearner.learn(snapshot).ifPresent(roles -> {
            Outcome written = book.assign(roles);
            log.log("ROLES", "", !written.succeeded(), RoleLearner.sentence(roles) + (written.succeeded() ? "" : ", but " + written.details()));
            if (written.succeeded()) {
                book.rolesAreCertain();
            }
        });
        if (book.doubt().isPresent() && snapshot.verified() && RoleLearner.confirms(snapshot)) {
            book.rolesAreCertain();
            log.log("ROLES", "", false, "the servers confirm the roles that are written down");
        }
    }

    // the copy

    private void copySoon() {
        if (uncopied.get() && queued.compareAndSet(false, true)) {
            try {
                background.execute(() -> {
                    queued.set(false);
                    copy(false);
                });
            } catch (RejectedExecutionException closed) {
                queued.set(false);
            }
        }
    }

    /// @param untested also through a master that was a replica when it was last looked at
    private void copy(boolean untested) {
        Optional<Server> primary = primary(untested);
        if (primary.isEmpty() || !uncopied.compareAndSet(true, false)) {
            return;
        }
        Outcome written = table.write(primary.get(), book.saved());
        if (!written.succeeded()) {
            uncopied.set(true);
        }
        synchronized (this) {
            tableTrouble = tell(tableTrouble, written);
        }
    }

    private synchronized Optional<Server> primary(boolean untested) {
        if (!settled || last.isEmpty() || !last.get().inCharge()) {
            return Optional.empty();
        }
        ClusterSnapshot snapshot = last.get().snapshot();
        return book.master().filter(master -> snapshot.find(master.name())
                .map(o -> o.state() instanceof ServerState.Primary
                        || (untested && o.state() instanceof ServerState.Replica))
                .orElse(false));
    }

    /// Logs a failure once for each reason.
    private String tell(String before, Outcome outcome) {
        String now = outcome.succeeded() ? "" : outcome.details();
        if (!now.equals(before)) {
            log.log("STATE", "", !now.isEmpty(), now.isEmpty() ? "the state can be written again" : "not written: " + now);
        }
        return now;
    }

    /// Copies what is not copied yet, if a primary is there to take it.
    @Override
    public void close() {
        if (background.isShutdown()) {
            return;
        }
        background.execute(() -> copy(true));
        background.shutdown();
        try {
            Duration patience = TableAccess.DEADLINE.plusSeconds(1);
            if (!background.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                background.shutdownNow();
            }
        } catch (InterruptedException e) {
            background.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
