package org.handyrep.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where the program finds what belongs to it: `handyrep.home` of the launcher, otherwise the working directory.
final class Places {

    private Places() {}

    static Path home() {
        return Path.of(System.getProperty("handyrep.home", ".")).toAbsolutePath().normalize();
    }

    static Path plugins() {
        return home().resolve("plugins");
    }

    /// Where the window remembers its clusters and its look.
    static Path memory() {
        String xdg = Optional.ofNullable(System.getenv("XDG_CONFIG_HOME")).filter(s -> !s.isBlank()).orElse("");
        Path base = xdg.isEmpty() ? Path.of(System.getProperty("user.home", "."), ".config") : Path.of(xdg);
        return base.resolve("handyrep").resolve("console.json");
    }
}
