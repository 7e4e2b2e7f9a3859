package org.handyrep.faults;

import java.time.Instant;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operation;
import tools.jackson.databind.JsonNode;

/// An operation that a console began in a sequence of faults.
///
/// @param ended when it began, where it has not ended
/// @param promoted whether it made a primary
/// @param announced what it said would be lost; empty where it said nothing
/// @param text all of it, in words
record Done(Instant started, Instant ended, boolean promoted, String announced, String text) {

    private static final String PROMOTED = "is the primary on timeline";
    private static final String LOSS = "Data: ";

    /// As [ConsoleChild] tells it.
    static Done of(JsonNode told) {
        Instant started = Instant.parse(told.get("started").asString());
        String ended = told.path("ended").asString("");
        return new Done(
                started, ended.isEmpty() ? started : Instant.parse(ended), told.path("steps").toString().contains(PROMOTED),
                told.path("loss").asString(""), told.toString());
    }

    static Done of(Operation operation, String announced) {
        return new Done(
                operation.startedAt(), operation.endedAt().orElse(operation.startedAt()),
                operation.steps().stream().anyMatch(s -> s.evidence().contains(PROMOTED)), announced,
                operation.title() + " " + operation.state() + ": " + operation.summary());
    }

    /// What an operation said would be lost.
    static String announced(ClusterEngine console, String operation) {
        return console.report(operation).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(LOSS))
                .map(line -> line.substring(LOSS.length()))
                .findFirst()
                .orElse("");
    }

    boolean overlaps(Done other) {
        return this != other && !started.isAfter(other.started) && other.started.isBefore(ended);
    }
}
