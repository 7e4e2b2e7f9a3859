package org.handyrep.cluster;

/// Whether the primary took a write with `synchronous_commit = local` before its deadline.
public sealed interface WriteProbe {

    record Committed(java.time.Duration took) implements WriteProbe {}

    record Refused(String why) implements WriteProbe {}

    /// Polled, but a poll does not write; only a verify does.
    record NotTried() implements WriteProbe {}
}
