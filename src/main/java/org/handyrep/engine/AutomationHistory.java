package org.handyrep.engine;

import java.time.Clock;
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
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final EngineLog log;
    private final Consumer<String> alert;
    private final Clock clock;
    private final Deque<String> newest = new ArrayDeque<>();
    private String told = "";

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
