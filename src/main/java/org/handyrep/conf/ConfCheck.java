package org.handyrep.conf;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks a parsed handyrep.conf as a whole and makes a [Conf] of it.
final class ConfCheck {

    private static final List<String> PLAIN = List.of("handyrep", "passwords", "failover", "archive", "server_defaults");

    private final Path file;
    private final ConfSection root;
    private final Methods methods;
    private final Problems problems;
    private final OptionCheck options;

    ConfCheck(Path file, ConfSection root, Methods methods, Problems problems) {
        this.file = file;
        this.root = root;
        this.methods = methods;
        this.problems = problems;
        this.options = new OptionCheck(file, methods, problems);
    }

    Conf run() {
        unknownSections();
        Map<String, Map<String, Setting>> settings = new LinkedHashMap<>();
        for (String section : PLAIN) {
            settings.put(section, plain(section));
        }
        interpolations(root);
        permissions(settings.getOrDefault("passwords", Map.of()));
        Map<String, Setting> defaults = settings.getOrDefault("server_defaults", Map.of());
        ServersCheck servers = new ServersCheck(root.section("servers"), defaults, options, problems);
        return new Conf(
                file,
                settings,
                servers.run(),
                servers.settings(),
                extraCommands(),
                pluginSections(),
                methods.known(),
                List.of());
    }

    private void unknownSections() {
        root.sections().forEach((name, section) -> {
            if (!ConfOptions.SECTIONS.contains(name)) {
                problems.warning(
                        section.at().line(),
                        "there is no section [" + ConfParser.shown(name) + "]; what is in it is ignored",
                        Nearest.of(name, ConfOptions.SECTIONS));
            }
        });
    }

    private Map<String, Setting> plain(String name) {
        ConfSection section = root.section(name);
        Map<String, Setting> all = new LinkedHashMap<>();
        for (ConfOption option : ConfOptions.of(name)) {
            Optional<ConfValue> given = Optional.ofNullable(section.values().get(option.name()));
            all.put(option.name(), options.setting(option, given, section.at().line()));
        }
        section.values().forEach((key, value) -> {
            if (!all.containsKey(key)) {
                unknownOption(name, key, value.at().line());
                all.put(key, new Setting(value.items(), value.at().line(), options.origin(value.at().line())));
            }
        });
        section.sections().values().forEach(sub -> problems.warning(
                sub.at().line(),
                "[" + name + "] has no subsections; [[" + ConfParser.shown(sub.name()) + "]] is ignored",
                Nearest.of(sub.name(), ConfOptions.SECTIONS)));
        return all;
    }

    private void unknownOption(String section, String key, int line) {
        List<String> valid = ConfOptions.of(section).stream().map(ConfOption::name).toList();
        Optional<String> elsewhere = ConfOptions.ALL.stream()
                .filter(o -> o.name().equals(key))
                .map(o -> key + " in [" + o.section() + "]")
                .findFirst();
        Optional<String> nearest = elsewhere.or(() -> Nearest.of(key, valid));
        if (section.equals("passwords") && nearest.isEmpty()) {
            return;
        }
        problems.warning(line, "[" + section + "] has no option " + key, nearest);
    }

    private List<ExtraFailoverCommand> extraCommands() {
        ConfSection section = root.section("extra_failover_commands");
        List<ExtraFailoverCommand> commands = new ArrayList<>();
        section.values().forEach((key, value) -> problems.error(
                value.at().line(), key + " stands directly under [extra_failover_commands]; put it under a [[name]]"));
        section.sections().forEach((name, sub) -> {
            Map<String, Setting> found = new LinkedHashMap<>();
            for (ConfOption option : ConfOptions.of("extra_failover_commands")) {
                Optional<ConfValue> given = Optional.ofNullable(sub.values().get(option.name()));
                found.put(option.name(), options.setting(option, given, sub.at().line()));
            }
            sub.values().forEach((key, value) -> {
                if (!found.containsKey(key)) {
                    unknownOption("extra_failover_commands", key, value.at().line());
                }
            });
            Setting command = found.get("command");
            if (command == null || command.isBlank()) {
                problems.error(sub.at().line(), "extra failover command " + ConfParser.shown(name) + " has no command");
            } else {
                Setting parameters = found.get("parameters");
                commands.add(new ExtraFailoverCommand(
                        name, command.text(), parameters == null ? List.of() : parameters.items()));
            }
        });
        return commands;
    }

    private Map<String, Map<String, Setting>> pluginSections() {
        ConfSection section = root.section("plugins");
        Map<String, Map<String, Setting>> plugins = new LinkedHashMap<>();
        Map<String, ConfSection> seen = new LinkedHashMap<>();
        section.values().forEach((key, value) -> problems.warning(
                value.at().line(), key + " stands directly under [plugins] and is ignored; put it under a [[plugin]]"));
        section.sections().forEach((name, sub) -> {
            ConfSection earlier = seen.putIfAbsent(PluginNames.plain(name), sub);
            if (earlier != null) {
                problems.error(sub.at().line(), "plugin " + ConfParser.shown(name)
                        + " has two sections, the first on line " + earlier.at().line());
            }
            Map<String, Setting> values = new LinkedHashMap<>();
            sub.values().forEach((key, value) -> values.put(
                    key, new Setting(value.items(), value.at().line(), options.origin(value.at().line()))));
            plugins.put(name, values);
            sub.sections().values().forEach(deep -> problems.warning(
                    deep.at().line(), "[[[" + ConfParser.shown(deep.name()) + "]]] is ignored: plugins have no subsections"));
        });
        return plugins;
    }

    private void interpolations(ConfSection section) {
        section.values().forEach((key, value) -> {
            if (value.items().stream().anyMatch(i -> i.matches("(?s).*%\\(\\w+\\)s.*"))) {
                problems.warning(value.at().line(), "%(name)s in " + key + " is not replaced; it is taken as it stands");
            }
        });
        section.sections().values().forEach(this::interpolations);
    }

    private void permissions(Map<String, Setting> passwords) {
        if (passwords.values().stream().anyMatch(s -> !s.isBlank()) && ConfText.isReadableByOthers(file)) {
            problems.warning(0, "holds passwords and every user of this machine can read it ("
                    + ConfText.permissions(file) + "); chmod 600 it");
        }
    }
}
