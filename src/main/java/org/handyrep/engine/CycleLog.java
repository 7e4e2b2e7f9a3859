package org.handyrep.engine;

/// Where an observer writes what it did.
@FunctionalInterface
public interface CycleLog {

    /// @param server the server it is about, empty for none
    void write(String category, String server, boolean isError, String message);
}
