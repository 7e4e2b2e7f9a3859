package org.handyrep.engine;

/// What people are to be told.
///
/// @param category `VERDICT`, `STATUS`, `FINDING`, `OPERATION`, `AUTOMATION`, `PLUGIN` or `HANDYREP`
/// @param subject what it is about: a later alarm on the same subject is the newer truth
/// @param message one sentence that names the cluster and the server, without secrets
record Alarm(String category, String subject, String message) {}
