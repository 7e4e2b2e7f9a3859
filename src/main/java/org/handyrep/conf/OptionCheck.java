package org.handyrep.conf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Checks one value against the declaration of its option, and fills in the default for a blank one.
final class OptionCheck {

    private final Path file;
    private final Methods methods;
    private final Problems problems;

    OptionCheck(Path file, Methods methods, Problems problems) {
        this.file = file;
        this.methods = methods;
        this.problems = problems;
    }

    Setting setting(ConfOption option, Optional<ConfValue> given, int sectionLine) {
        Optional<ConfValue> value = given.filter(v -> !v.isBlank());
        if (value.isEmpty()) {
            int line = given.map(v -> v.at().line()).orElse(sectionLine);
            List<String> items = option.defaultValue().isEmpty() ? List.of() : List.of(option.defaultValue());
            return new Setting(named(option, items, line), 0, "default");
        }
        int line = value.get().at().line();
        List<String> items = value.get().items();
        if (value.get().isList() && !(option.type() instanceof ValueType.ListOfText)) {
            problems.error(line, option.name() + " takes one value, not a list; quote it if the comma belongs to it");
            return new Setting(items, line, origin(line));
        }
        for (String item : items) {
            option.type().obstacle(item).ifPresent(why -> {
                problems.error(line, sentence(option, item, why), Nearest.of(item, option.type().examples()));
            });
        }
        return new Setting(named(option, items, line), line, origin(line));
    }

    String origin(int line) {
        Path name = file.getFileName();
        return (name == null ? file : name) + ":" + line;
    }

    /// A path on this machine that no longer depends on where the program was started.
    String local(String path) {
        Path directory = file.toAbsolutePath().getParent();
        if (path.startsWith("~/") || directory == null || Printable.hasControls(path)) {
            return path;
        }
        return directory.resolve(path).toString();
    }

    private List<String> named(ConfOption option, List<String> items, int line) {
        return option.type() instanceof ValueType.Plugin plugin
                ? items.stream()
                        .map(i -> methods.resolve(option.name(), plugin.kind(), i, line))
                        .toList()
                : items;
    }

    private static String sentence(ConfOption option, String item, String why) {
        boolean showable = !option.secret() && !Printable.hasControls(item) && item.length() <= 80;
        return option.name() + (showable ? " = " + item + " cannot be: it " : " ") + why;
    }
}
