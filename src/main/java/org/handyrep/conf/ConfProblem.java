package org.handyrep.conf;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Something wrong in handyrep.conf, where it stands and what was probably meant. Never holds a password.
///
/// @param line counted from 1; 0 when it is about the file as a whole
/// @param nearest the valid name closest to the one that was found
public record ConfProblem(Path file, int line, Severity severity, String message, Optional<String> nearest) {

    public enum Severity {
        /// The configuration is refused.
        ERROR,
        /// It is accepted, and people are told.
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// `handyrep.conf:12`.
    public String place() {
        Path name = file.getFileName();
        return (name == null ? file : name) + (line > 0 ? ":" + line : "");
    }

    /// `handyrep.conf:12: error: …; did you mean poll_isready?`
    public String text() {
        return place()
                + ": "
                + severity.name().toLowerCase(Locale.ROOT)
                + ": "
                + message
                + nearest.map(n -> "; did you mean " + n + "?").orElse("");
    }
}
