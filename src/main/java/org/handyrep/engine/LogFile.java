package org.handyrep.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// Writes log lines to `log_file`. A full disk costs the lines, never the engine.
final class LogFile implements Consumer<LogLine> {

    private final Path file;

    LogFile(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void accept(LogLine line) {
        try {
            Files.writeString(
                    file,
                    text(line) + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException diskFullOrGone) {
            // The line is in memory and on the screen; an exception here would end what it tells about.
        }
    }

    static String text(LogLine line) {
        return line.at() + " " + line.category() + (line.isError() ? " ERROR" : "")
                + (line.server().isEmpty() ? "" : " " + line.server()) + ": "
                + line.message().replace('\n', ' ');
    }
}
