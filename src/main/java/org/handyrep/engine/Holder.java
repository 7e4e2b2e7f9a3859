package org.handyrep.engine;

import java.time.Instant;
import java.util.Optional;

/// Which console owns the cluster: is in charge of it, or runs an operation on it.
///
/// @param console for people: `anna@desk1`
/// @param thisConsole whether that is this one
/// @param what what it does: `failover john → paul`, or `watches`
/// @param since by the servers' clock; empty when they do not say
public record Holder(String console, boolean thisConsole, String what, Optional<Instant> since) {}
