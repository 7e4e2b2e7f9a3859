package org.handyrep.conf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.handyrep.conf.jinja.Jinja;
import org.handyrep.conf.jinja.JinjaException;
import org.handyrep.plugin.Outcome;

/// The templates of `templates_dir`. The users' Jinja templates render to the text Jinja gives.
public final class Templates {

    private static final int MOST_BYTES = 1024 * 1024;

    private final Path directory;

    public Templates(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /// The text is [Outcome#details()] of a success. A variable that the template names and nobody gave is a failure.
    public Outcome render(String template, Map<String, Object> variables) {
        try {
            Path file = directory.resolve(template).normalize();
            if (template.isBlank() || !file.startsWith(directory) || file.equals(directory)) {
                return Outcome.failure("template " + template + " is not in " + directory);
            }
            if (!Files.isRegularFile(file)) {
                return Outcome.failure("template " + file + " does not exist");
            }
            if (!file.toRealPath().startsWith(directory.toRealPath())) {
                return Outcome.failure("template " + template + " leads out of " + directory);
            }
            if (Files.size(file) > MOST_BYTES) {
                return Outcome.failure("template " + file + " is larger than 1 MiB");
            }
            return fill(template, new String(Files.readAllBytes(file), StandardCharsets.UTF_8), variables);
        } catch (IOException | java.nio.file.InvalidPathException e) {
            return Outcome.failure("template " + template + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Outcome fill(String name, String text, Map<String, Object> variables) {
        try {
            return Outcome.success(Jinja.render(text, variables));
        } catch (JinjaException e) {
            String where = e.line() > 0 ? ", line " + e.line() : "";
            return Outcome.failure("template " + name + where + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            return Outcome.failure("template " + name + ": it is nested too deeply");
        }
    }
}
