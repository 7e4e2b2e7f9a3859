package org.handyrep.conf;

import java.nio.file.Path;
import java.util.Optional;

/// Reads and checks handyrep.conf. Everything that is wrong with the file is told at once; nothing is thrown.
public final class ConfReader {

    private ConfReader() {}

    public static ConfResult read(Path file, PluginNames known) {
        Problems problems = new Problems(file);
        Optional<String> text = ConfText.bytes(file, problems).flatMap(bytes -> ConfText.decode(bytes, problems));
        return text.<ConfResult>map(t -> check(file, t, known, problems))
                .orElseGet(() -> new ConfResult.Rejected(problems.byLine()));
    }

    private static ConfResult check(Path file, String text, PluginNames known, Problems problems) {
        ConfSection root = ConfParser.parse(text, problems);
        Conf conf = new ConfCheck(file, root, new Methods(known, problems), problems).run();
        return problems.hasErrors()
                ? new ConfResult.Rejected(problems.byLine())
                : new ConfResult.Loaded(conf.withWarnings(problems.byLine()));
    }
}
