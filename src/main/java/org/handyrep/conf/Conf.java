package org.handyrep.conf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Secret;

/// A valid handyrep.conf with its defaults filled in. Immutable; passwords come out only as [Secret].
public final class Conf {

    private final Path file;
    private final Map<String, Map<String, Setting>> settings;
    private final List<Server> servers;
    private final Map<String, Map<String, Setting>> serverSettings;
    private final List<ExtraFailoverCommand> extraCommands;
    private final Map<String, Map<String, Setting>> plugins;
    private final PluginNames known;
    private final List<ConfProblem> warnings;

    Conf(
            Path file,
            Map<String, Map<String, Setting>> settings,
            List<Server> servers,
            Map<String, Map<String, Setting>> serverSettings,
            List<ExtraFailoverCommand> extraCommands,
            Map<String, Map<String, Setting>> plugins,
            PluginNames known,
            List<ConfProblem> warnings) {
        this.file = file;
        this.settings = settings;
        this.servers = List.copyOf(servers);
        this.serverSettings = serverSettings;
        this.extraCommands = List.copyOf(extraCommands);
        this.plugins = plugins;
        this.known = known;
        this.warnings = List.copyOf(warnings);
    }

    Conf withWarnings(List<ConfProblem> all) {
        return new Conf(file, settings, servers, serverSettings, extraCommands, plugins, known, all);
    }

    /// The file it was read from; what a reload reads again.
    public Path file() {
        return file;
    }

    /// A value, or its default; empty when both are blank. Never anything of `[passwords]`.
    public Optional<String> option(String section, String name) {
        return setting(section, name).map(Setting::text);
    }

    /// As [#option], one item per comma-separated part.
    public List<String> optionList(String section, String name) {
        return setting(section, name).map(Setting::items).orElse(List.of());
    }

    /// False for an option that is blank and has no default.
    public boolean isTrue(String section, String name) {
        return option(section, name).map(ValueType::isTrue).orElse(false);
    }

    /// @throws IllegalArgumentException if this option is not declared as a number
    public int number(String section, String name) {
        return Integer.parseInt(option(section, name)
                .orElseThrow(() -> new IllegalArgumentException("[" + section + "] " + name + " is no number"))
                .strip());
    }

    /// A local path: `~` is the user's home, a relative one starts at the directory of handyrep.conf.
    public Optional<Path> path(String section, String name) {
        return option(section, name).map(this::resolve);
    }

    /// As [#path] for a path that comes from elsewhere, such as a server's `ssh_key`.
    public Path resolve(String path) {
        String home = System.getProperty("user.home", "");
        if (path.startsWith("~/")) {
            return Path.of(home, path.substring(2));
        }
        Path directory = file.toAbsolutePath().getParent();
        return directory == null ? Path.of(path) : directory.resolve(path);
    }

    /// [Secret#NONE] when blank or not there.
    public Secret password(String name) {
        Setting found = settings.getOrDefault("passwords", Map.of()).get(name);
        return found == null || found.isBlank() ? Secret.NONE : new Secret(found.text());
    }

    /// The check of `[servers]` with this file's `[server_defaults]` and plugins.
    ServersCheck serversCheck(Problems problems) {
        return new ServersCheck(
                ConfSection.empty("servers", new Spot(0, 0)),
                settings.getOrDefault("server_defaults", Map.of()),
                new OptionCheck(file, new Methods(known, problems), problems),
                problems);
    }

    /// All that are set, to keep them out of what is written.
    List<Secret> passwords() {
        return settings.getOrDefault("passwords", Map.of()).values().stream()
                .filter(s -> !s.isBlank())
                .map(s -> new Secret(s.text()))
                .toList();
    }

    /// The `[plugins] [[name]]` section, the name compared without case and underscores; empty when there is none.
    public Map<String, List<String>> plugin(String name) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        plugins.forEach((section, keys) -> {
            if (PluginNames.plain(section).equals(PluginNames.plain(name))) {
                keys.forEach((key, setting) -> values.put(key, setting.items()));
            }
        });
        return values;
    }

    /// `[servers]` with `[server_defaults]` filled in, in the order of the file.
    public List<Server> servers() {
        return servers;
    }

    public List<ExtraFailoverCommand> extraFailoverCommands() {
        return extraCommands;
    }

    public List<ConfProblem> warnings() {
        return warnings;
    }

    /// Every option with its value in force, by section in the order of the documentation.
    public List<OptionInForce> options() {
        List<OptionInForce> all = new ArrayList<>();
        for (Map.Entry<String, Map<String, Setting>> section : settings.entrySet()) {
            section.getValue().forEach((name, setting) -> all.add(inForce(section.getKey(), section.getKey(), name, setting)));
        }
        for (ExtraFailoverCommand extra : extraCommands) {
            String section = "extra_failover_commands / " + extra.name();
            String parameters = Secrecy.mask(String.join(", ", extra.parameters()));
            all.add(new OptionInForce(section, "command", extra.plugin(), fileName(), "Plugin to run after a failover."));
            all.add(new OptionInForce(section, "parameters", parameters, fileName(), "Parameters for the plugin."));
        }
        serverSettings.forEach((server, keys) -> keys.forEach((name, setting) -> {
            String section = ConfOptions.find("servers", name).isPresent() ? "servers" : "server_defaults";
            all.add(inForce(section, "servers / " + server, name, setting));
        }));
        plugins.forEach((plugin, keys) -> keys.forEach((name, setting) -> {
            boolean secret = known.isSecret(plugin, name) || Secrecy.isSecretName(name);
            String value = shown(setting, secret);
            all.add(new OptionInForce("plugins / " + plugin, name, value, setting.origin(), ""));
        }));
        return List.copyOf(all);
    }

    private OptionInForce inForce(String declaredIn, String section, String name, Setting setting) {
        Optional<ConfOption> option = ConfOptions.find(declaredIn, name);
        boolean secret = declaredIn.equals("passwords")
                || option.map(ConfOption::secret).orElse(Secrecy.isSecretName(name));
        String documentation = option.map(ConfOption::documentation).orElse("");
        return new OptionInForce(section, name, shown(setting, secret), setting.origin(), documentation);
    }

    private static String shown(Setting setting, boolean secret) {
        if (setting.isBlank()) {
            return "";
        }
        return secret ? Secrecy.MASK : Secrecy.mask(setting.text());
    }

    private String fileName() {
        Path name = file.getFileName();
        return (name == null ? file : name).toString();
    }

    private Optional<Setting> setting(String section, String name) {
        if (section.equals("passwords")) {
            return Optional.empty();
        }
        return Optional.ofNullable(settings.getOrDefault(section, Map.of()).get(name)).filter(s -> !s.isBlank());
    }
}
