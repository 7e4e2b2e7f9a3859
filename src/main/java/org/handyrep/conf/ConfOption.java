package org.handyrep.conf;

/// One option of handyrep.conf, declared once: it is read, checked and documented by this.
///
/// @param defaultValue as it would be written in handyrep.conf; empty for none
/// @param meaning one or two sentences for people
public record ConfOption(
        String section, String name, ValueType type, String defaultValue, String meaning, boolean secret) {

    /// Meaning, type and default in one text.
    public String documentation() {
        return meaning + " (" + type.describe() + (defaultValue.isEmpty() ? "" : "; default " + defaultValue) + ")";
    }
}
