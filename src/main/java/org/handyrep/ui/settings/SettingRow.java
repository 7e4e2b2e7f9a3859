package org.handyrep.ui.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.handyrep.engine.PluginView;
import org.handyrep.engine.PluginView.Value;
import org.handyrep.plugin.Setting;

/// One setting of a plugin with the value in force. Secrets come masked from the engine, and stay so.
///
/// @param from `handyrep.conf:12`, `default`, `missing` or empty
record SettingRow(String name, String value, String from, String meaning) {

    static List<SettingRow> of(PluginView plugin) {
        TreeMap<String, Value> left = new TreeMap<>(plugin.values());
        List<SettingRow> rows = new ArrayList<>();
        for (Setting setting : plugin.settings()) {
            Value written = left.remove(setting.name());
            rows.add(written != null
                    ? new SettingRow(setting.name(), setting.secret() ? "***" : written.text(), written.origin(), meaning(setting))
                    : new SettingRow(setting.name(), setting.defaultValue(), from(setting), meaning(setting)));
        }
        left.forEach((name, value) -> rows.add(new SettingRow(
                name, value.text(), value.origin(), "The plugin does not declare it: another spelling of a setting, or nothing that it reads.")));
        return rows;
    }

    private static String from(Setting setting) {
        return setting.required() ? "missing" : setting.defaultValue().isEmpty() ? "" : "default";
    }

    private static String meaning(Setting setting) {
        return setting.description() + (setting.required() ? " (required)" : "") + (setting.secret() ? " (secret)" : "");
    }
}
