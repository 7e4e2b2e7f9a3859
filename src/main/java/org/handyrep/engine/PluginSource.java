package org.handyrep.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.PluginName;

/// One .java file of the plugins folder as it was read.
///
/// @param relative to the folder, with `/`: `promotion/PromotePgCtl.java`
/// @param kind by the subfolder; empty when no kind has a subfolder of that name
/// @param obstacle why it is not even compiled
record PluginSource(Path file, String relative, Optional<Kind> kind, String text, Optional<String> obstacle) {

    private static final Pattern LINE = Pattern.compile(", line ([1-9][0-9]{0,6}):");

    String simpleName() {
        String name = relative.substring(relative.lastIndexOf('/') + 1);
        return name.substring(0, name.length() - ".java".length());
    }

    String className() {
        return kind.map(Kind::folder).orElse("") + "." + simpleName();
    }

    String key() {
        return PluginName.key(simpleName());
    }

    /// The lines around the one that a message names, `→` before that one; empty when it names none.
    List<String> excerpt(String message) {
        Matcher named = LINE.matcher(message);
        List<String> lines = text.lines().toList();
        if (!named.find() || Integer.parseInt(named.group(1)) > lines.size()) {
            return List.of();
        }
        int line = Integer.parseInt(named.group(1));
        return IntStream.rangeClosed(Math.max(1, line - 2), Math.min(lines.size(), line + 2))
                .mapToObj(i -> (i == line ? "→ " : "  ") + String.format(Locale.ROOT, "%4d  ", i) + lines.get(i - 1).stripTrailing())
                .toList();
    }

    PluginSource refused(String why) {
        return new PluginSource(file, relative, kind, text, obstacle.or(() -> Optional.of(why)));
    }

    /// Files such as package-info.java are compiled but hold no plugin.
    boolean isPlugin() {
        return !simpleName().contains("-");
    }
}
