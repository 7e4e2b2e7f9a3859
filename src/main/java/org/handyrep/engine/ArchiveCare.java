package org.handyrep.engine;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.handyrep.cluster.Observation.PollAnswer;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Looks after the WAL archive between the operations: asks `archive_script_method` how archiving goes and lets `archive_delete_method` remove what is old.
/// Works beside the observer, one round at a time, however long that takes.
final class ArchiveCare {

    private final PluginMethods methods;
    private final BooleanSupplier operationRuns;
    private final EngineLog log;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile @Nullable Outcome polled;
    private volatile @Nullable Outcome cleanedUp;

    ArchiveCare(PluginMethods methods, BooleanSupplier operationRuns, EngineLog log) {
        this.methods = methods;
        this.operationRuns = operationRuns;
        this.log = log;
    }

    /// Begins a round unless one is under way or an operation runs. Returns at once.
    void afterVerify() {
        if (operationRuns.getAsBoolean() || !busy.compareAndSet(false, true)) {
            return;
        }
        Thread.ofVirtual().name("archive care").start(() -> {
            try {
                polled = told(polled, methods.archiveScript().map(plugin -> plugin.poll()));
                if (!operationRuns.getAsBoolean()) {
                    cleanedUp = told(cleanedUp, methods.archiveDelete().map(plugin -> plugin.run()));
                }
            } finally {
                busy.set(false);
            }
        });
    }

    /// What was said last; empty when archiving is none of HandyRep's business, or nobody was asked yet.
    Optional<PollAnswer> latest() {
        Outcome script = polled;
        Outcome deletion = cleanedUp;
        Outcome worse = deletion != null && !deletion.succeeded() && (script == null || script.succeeded()) ? deletion : script;
        return Optional.ofNullable(worse).map(o -> new PollAnswer(o.succeeded(), o.details()));
    }

    private @Nullable Outcome told(@Nullable Outcome before, Optional<Outcome> answer) {
        Outcome now = answer.orElse(null);
        if (now != null && (before == null || !Objects.equals(before.details(), now.details()))) {
            log.log("ARCHIVE", "", !now.succeeded(), now.details());
        }
        return now;
    }
}
