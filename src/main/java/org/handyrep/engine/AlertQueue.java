package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Alarms on their way to `push_alert_method`, one at a time on a thread of their own: whoever raises one never waits.
///
/// An alarm that repeats the last one on its subject is only counted for a while; when too many wait, the oldest is dropped. The next alert says how many people did
/// not hear of. What could not be sent is in the log.
final class AlertQueue implements AutoCloseable {

    /// @param most that wait
    /// @param deadline for one call of the plugin
    /// @param fold how long an equal alarm is only counted
    /// @param farewell how long closing waits for what is still to be sent
    record Limits(int most, Duration deadline, Duration fold, Duration farewell) {
        static final Limits STANDARD =
                new Limits(100, Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofSeconds(5));
    }

    private static final class Waiting {
        private final Alarm alarm;
        private final long since = System.nanoTime();
        private int before;
        private int repeats;

        Waiting(Alarm alarm, int before) {
            this.alarm = alarm;
            this.before = before;
        }
    }

    private final Supplier<Optional<Alert>> plugin;
    private final EngineLog log;
    private final Limits limits;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Waiting> newest = new HashMap<>();
    private int unheard;
    private boolean closed;
    private @Nullable Thread worker;
    private @Nullable Thread call;

    /// @param plugin asked anew for each alert; empty when nobody is to be told
    AlertQueue(Supplier<Optional<Alert>> plugin, EngineLog log, Limits limits) {
        this.plugin = plugin;
        this.log = log;
        this.limits = limits;
    }

    /// Returns at once.
    synchronized void tell(Alarm alarm) {
        if (closed) {
            return;
        }
        newest.values().removeIf(w -> isOld(w) && w.repeats == 0);
        Waiting last = newest.get(alarm.subject());
        if (last != null && last.alarm.equals(alarm) && !isOld(last)) {
            last.repeats++;
            return;
        }
        int before = last != null && last.alarm.equals(alarm) ? last.repeats : 0;
        Waiting now = new Waiting(alarm, before);
        newest.put(alarm.subject(), now);
        waiting.addLast(now);
        if (waiting.size() > limits.most()) {
            waiting.removeFirst();
            unheard++;
        }
        if (worker == null) {
            worker = Thread.ofVirtual().name("alerts").start(this::work);
        }
        notifyAll();
    }

    private boolean isOld(Waiting w) {
        return System.nanoTime() - w.since > limits.fold().toNanos();
    }

    private void work() {
        for (Waiting next = take(); next != null; next = take()) {
            try {
                send(next);
            } catch (RuntimeException | Error e) {
                missed(next, "a fault of HandyRep: " + e);
            }
        }
    }

    private synchronized @Nullable Waiting take() {
        try {
            while (waiting.isEmpty() && !closed) {
                wait();
            }
            return waiting.pollFirst();
        } catch (InterruptedException e) {
            return null;
        } finally {
            notifyAll();
        }
    }

    private void send(Waiting next) {
        Optional<Alert> alert = plugin.get();
        if (alert.isEmpty()) {
            return;
        }
        int missing;
        synchronized (this) {
            missing = unheard;
        }
        String text = text(next, missing);
        Outcome outcome = within(() -> alert.get().run(next.alarm.category(), text));
        if (outcome.succeeded()) {
            synchronized (this) {
                unheard -= missing;
            }
            log.detail("ALERT", "told " + next.alarm.category() + ": " + outcome.details());
        } else {
            missed(next, outcome.details());
        }
    }

    private synchronized String text(Waiting w, int missing) {
        StringBuilder text = new StringBuilder(w.alarm.message());
        int repeats = w.before + w.repeats;
        w.before = 0;
        w.repeats = 0;
        if (repeats > 0) {
            text.append(" (again, ").append(repeats).append(repeats == 1 ? " more time)" : " more times)");
        }
        if (missing > 0) {
            text.append(" (").append(missing).append(missing == 1 ? " earlier alert was" : " earlier alerts were")
                    .append(" not delivered: see the log of HandyRep)");
        }
        return text.toString();
    }

    private void missed(Waiting next, String why) {
        synchronized (this) {
            unheard++;
        }
        log.log("ALERT", "", true, "nobody was told of " + next.alarm.category() + " \"" + next.alarm.message() + "\": " + why);
    }

    /// On a virtual thread, because an interrupt ends a network call there. A call that does not end even so is left alone, and no other begins beside it.
    private Outcome within(Supplier<Outcome> run) {
        try {
            if (call != null && !call.join(limits.deadline())) {
                return Outcome.failure("the alert before this one still hangs");
            }
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            call = Thread.ofVirtual().name("alert").start(() -> {
                try {
                    answer.complete(run.get());
                } catch (Throwable thrown) {
                    answer.completeExceptionally(thrown);
                }
            });
            try {
                return answer.get(limits.deadline().toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                call.interrupt();
                return Outcome.failure("push_alert_method did not end within " + limits.deadline().toSeconds() + " s");
            }
        } catch (ExecutionException e) {
            return Outcome.failure(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            if (call != null) {
                call.interrupt();
            }
            return Outcome.failure("HandyRep was closed");
        }
    }

    /// Waits a little for what is still to be sent; what is not sent then is in the log.
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            ending = worker;
            notifyAll();
        }
        if (ending == null) {
            return;
        }
        try {
            if (!ending.join(limits.farewell())) {
                synchronized (this) {
                    waiting.forEach(w -> log.log(
                            "ALERT", "", true, "nobody was told of " + w.alarm.category() + " \"" + w.alarm.message()
                                    + "\": HandyRep was closed"));
                    waiting.clear();
                }
                ending.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ending.interrupt();
        }
    }
}
