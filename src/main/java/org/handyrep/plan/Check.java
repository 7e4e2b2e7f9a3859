package org.handyrep.plan;

/// One pre-check and what it saw.
///
/// @param name what is checked, `paul streams from john`
/// @param saw the evidence, and what to do about it unless it is fine
public record Check(String name, Level level, String saw) {

    /// A stop cannot be clicked away.
    public enum Level {
        OK,
        WARNING,
        STOP
    }
}
