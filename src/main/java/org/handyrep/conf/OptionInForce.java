package org.handyrep.conf;

/// One option with the value in force. A secret value is masked.
///
/// @param section `handyrep`, `servers / john`, `plugins / poll_isready`, …
/// @param origin `handyrep.conf:12` or `default`
public record OptionInForce(String section, String name, String value, String origin, String documentation) {}
