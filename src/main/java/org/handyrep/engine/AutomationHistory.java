package org.handyrep.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/// Why something was done by itself, or not done: in the log, to those who are alerted, and the newest of it for the window. Each thing is told once until another is.
final class AutomationHistory {

    private static final int KEPT = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final EngineLog log;
    private final Consumer<String> alert;
    private final Clock clock;
    private final Deque<String> newest = new ArrayDeque<>();
    private String told = "";
    private String lasts = "";
    private Instant lastsSince = Instant.MAX;

    AutomationHistory(EngineLog log, Consumer<String> alert, Clock clock) {
        this.log = log;
        this.alert = alert;
        this.clock = clock;
    }

    /// Newest first.
    synchronized List<String> newest() {
        return List.copyOf(newest);
    }

    /// What is so from now on, until something else is.
    ///
    /// @param key what makes it another thing; nothing is told while it stays the same
    synchronized void state(String key, boolean bad, boolean alerted, String text) {
        if (key.equals(told)) {
            return;
        }
        told = key;
        write(bad, text);
        if (alerted) {
            alert.accept(text);
        }
    }

    /// What is to be alerted once it was so for a minute: what is over sooner was no obstacle. It is logged by whoever tells what is so.
    ///
    /// @param key what makes it another thing; empty when it is over
    synchronized void lasting(String key, String text) {
        Instant now = clock.instant();
        if (!key.equals(lasts)) {
            lasts = key;
            lastsSince = now;
        }
        if (!key.isEmpty() && !lastsSince.equals(Instant.MAX) && !now.isBefore(lastsSince.plus(PATIENCE))) {
            lastsSince = Instant.MAX;
            alert.accept(text);
        }
    }

    /// What is no news, so that the next is.
    synchronized void nothing(String key) {
        told = key;
    }

    /// What happened at this moment.
    synchronized void event(String text) {
        write(false, text);
    }

    private void write(boolean bad, String text) {
        log.log("AUTOMATION", "", bad, text);
        newest.addFirst(TIME.format(clock.instant().atZone(ZoneId.systemDefault())) + " " + text);
        if (newest.size() > KEPT) {
            newest.removeLast();
        }
    }
}
