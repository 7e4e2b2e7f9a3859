package org.handyrep.plan.check;

/// One reason why nothing is done without a person.
///
/// @param code stable name of the row it comes from: `Paused`, `Cooldown`, …
/// @param sentence why, until when, and what to do about it
/// @param acknowledgeable it ends when somebody acknowledges what happened
public record Hold(String code, String sentence, boolean acknowledgeable) {}
