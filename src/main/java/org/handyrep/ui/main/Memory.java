package org.handyrep.ui.main;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.ui.common.Look;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the console remembers between two starts: the clusters on the left, the look, whether the desktop is told. A file that cannot be read counts as empty.
///
/// @param look empty: as the desktop
/// @param notifications whether the desktop is told
public record Memory(List<Path> clusters, Optional<Look> look, boolean notifications) {

    public static final Memory NOTHING = new Memory(List.of(), Optional.empty());

    public Memory(List<Path> clusters, Optional<Look> look) {
        this(clusters, look, true);
    }

    public Memory {
        clusters = List.copyOf(clusters);
    }

    /// `console.json` in the user's configuration folder of this operating system.
    public static Path defaultFile() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home", "."));
        Path folder;
        if (os.contains("win")) {
            folder = environment("APPDATA").orElse(home).resolve("HandyRep");
        } else if (os.contains("mac")) {
            folder = home.resolve("Library/Application Support/HandyRep");
        } else {
            folder = environment("XDG_CONFIG_HOME").orElse(home.resolve(".config")).resolve("handyrep");
        }
        return folder.resolve("console.json");
    }

    private static Optional<Path> environment(String name) {
        return Optional.ofNullable(System.getenv(name)).filter(v -> !v.isBlank()).map(Path::of);
    }

    public static Memory read(Path file) {
        if (!Files.isReadable(file)) {
            return NOTHING;
        }
        try {
            JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
            List<Path> clusters = new ArrayList<>();
            root.path("clusters").forEach(c -> clusters.add(Path.of(c.asString())));
            Optional<Look> look = switch (root.path("look").asString("")) {
                case "light" -> Optional.of(Look.LIGHT);
                case "dark" -> Optional.of(Look.DARK);
                default -> Optional.empty();
            };
            return new Memory(clusters, look, root.path("notifications").asBoolean(true));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return NOTHING;
        }
    }

    /// Writes to a temporary file and renames it, so that a crash leaves the old or the new.
    public void write(Path file) throws IOException {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ArrayNode list = root.putArray("clusters");
        clusters.forEach(c -> list.add(c.toString()));
        look.ifPresent(l -> root.put("look", l.name().toLowerCase(Locale.ROOT)));
        if (!notifications) {
            root.put("notifications", false);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder for " + file);
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, "console", ".new");
        try {
            Files.writeString(temporary, root.toPrettyString());
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    Memory withLook(Look next) {
        return new Memory(clusters, Optional.of(next), notifications);
    }

    Memory withClusters(List<Path> next) {
        return new Memory(next, look, notifications);
    }

    Memory withNotifications(boolean on) {
        return new Memory(clusters, look, on);
    }
}
