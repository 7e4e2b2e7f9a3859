package org.handyrep.plugin;

/// A key of a plugin's `[plugins] [[name]]` section, declared once for `test()`, the settings screen and the guide.
///
/// @param defaultValue empty when there is none
public record Setting(String name, String description, String defaultValue, boolean required, boolean secret) {

    public static Setting required(String name, String description) {
        return new Setting(name, description, "", true, false);
    }

    public static Setting optional(String name, String description, String defaultValue) {
        return new Setting(name, description, defaultValue, false, false);
    }
}
