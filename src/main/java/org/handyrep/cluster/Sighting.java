package org.handyrep.cluster;

import java.time.Duration;

/// What one place saw of a server that is silent to the console.
///
/// @param from the server on whose host the look was taken; empty for the console itself
/// @param answer one line for people
/// @param age of the answer at the end of the cycle
public record Sighting(String from, Kind kind, String answer, Duration age) {

    public Sighting(String from, Kind kind, String answer) {
        this(from, kind, answer, Duration.ZERO);
    }

    public Sighting withAge(Duration since) {
        return new Sighting(from, kind, answer, since);
    }

    public enum Kind {
        /// A postmaster answered: it lives.
        ANSWERS,
        /// The port accepts connections and nobody answers: a frozen server looks like this.
        ACCEPTS,
        /// Refused, timed out, no route.
        SILENT,
        /// It could not be looked from there.
        UNKNOWN
    }
}
