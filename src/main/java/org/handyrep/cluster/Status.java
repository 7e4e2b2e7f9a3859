package org.handyrep.cluster;

import java.time.Instant;

/// A judged server: HandyRep's `status`, `status_ts` and `status_message`.
///
/// @param since when the status last changed
public record Status(ServerStatus status, Instant since, String message) {

    public static Status unknown(Instant now) {
        return new Status(ServerStatus.UNKNOWN, now, "not checked yet");
    }
}
