package org.handyrep.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What plugins keep between their calls, one of each class name. Closed with the engine.
final class Kept implements AutoCloseable {

    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(Class<?> type, Object settings, AutoCloseable thing) {}

    /// What of another loading of the plugin's file, or with other settings, is there is closed and made anew.
    synchronized <T extends AutoCloseable> T get(Class<T> type, Object settings, Supplier<T> make) {
        Entry known = entries.get(type.getName());
        if (known != null && known.type() == type && known.settings().equals(settings)) {
            return type.cast(known.thing());
        }
        if (known != null) {
            close(known);
        }
        T made = make.get();
        entries.put(type.getName(), new Entry(type, settings, made));
        return made;
    }

    private static void close(Entry entry) {
        try {
            entry.thing().close();
        } catch (Exception e) {
            // it ends by itself
        }
    }

    @Override
    public synchronized void close() {
        entries.values().forEach(Kept::close);
        entries.clear();
    }
}
