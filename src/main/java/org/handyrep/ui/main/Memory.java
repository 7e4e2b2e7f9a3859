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
import javafx.geometry.Rectangle2D;
import org.handyrep.ui.common.Look;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the console remembers between two starts: the clusters on the left and which of them was shown, the look, the place of the window, whether the desktop
/// is told. What is missing in a file counts as not known.
///
/// @param shown the cluster that was shown last
/// @param look empty: as the desktop
/// @param place of the window when it is not maximized
/// @param notifications whether the desktop is told
public record Memory(
        List<Path> clusters, Optional<Path> shown, Optional<Look> look, Optional<Rectangle2D> place, boolean maximized, boolean notifications) {

    public static final Memory NOTHING = new Memory(List.of(), Optional.empty());

    public Memory(List<Path> clusters, Optional<Look> look) {
        this(clusters, Optional.empty(), look, Optional.empty(), false, true);
    }

    /// @param trouble why a file that is there could not be read, and what becomes of it
    public record Found(Memory memory, Optional<String> trouble) {}

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

    public static Found read(Path file) {
        if (!Files.exists(file)) {
            return new Found(NOTHING, Optional.empty());
        }
        try {
            return new Found(parse(file), Optional.empty());
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            return new Found(NOTHING, Optional.of(
                    "What was remembered could not be read, and begins anew. The old file is kept as " + aside(file) + ": " + firstLine(e)));
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static Memory parse(Path file) throws IOException {
        JsonNode root = JsonMapper.shared().readTree(Files.readString(file));
        if (!root.isObject()) {
            throw new IOException(file + " holds no object");
        }
        List<Path> clusters = new ArrayList<>();
        root.path("clusters").forEach(c -> clusters.add(Path.of(c.asString())));
        Optional<Path> shown = Optional.of(root.path("shown").asString("")).filter(text -> !text.isEmpty()).map(Path::of);
        Optional<Look> look = switch (root.path("look").asString("")) {
            case "light" -> Optional.of(Look.LIGHT);
            case "dark" -> Optional.of(Look.DARK);
            default -> Optional.empty();
        };
        JsonNode window = root.path("window");
        return new Memory(
                clusters, shown, look, place(window), window.path("maximized").asBoolean(false), root.path("notifications").asBoolean(true));
    }

    private static Optional<Rectangle2D> place(JsonNode window) {
        double width = window.path("width").asDouble(0);
        double height = window.path("height").asDouble(0);
        return width <= 0 || height <= 0
                ? Optional.empty()
                : Optional.of(new Rectangle2D(window.path("x").asDouble(0), window.path("y").asDouble(0), width, height));
    }

    private static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".broken");
    }

    /// Writes to a temporary file and renames it, so that a crash leaves the old or the new. A file that cannot be read is moved aside, never written over.
    public void write(Path file) throws IOException {
        ObjectNode root = JsonMapper.shared().createObjectNode();
        ArrayNode list = root.putArray("clusters");
        clusters.forEach(c -> list.add(c.toString()));
        shown.ifPresent(c -> root.put("shown", c.toString()));
        look.ifPresent(l -> root.put("look", l.name().toLowerCase(Locale.ROOT)));
        if (!notifications) {
            root.put("notifications", false);
        }
        if (maximized || place.isPresent()) {
            ObjectNode window = root.putObject("window");
            place.ifPresent(p -> window.put("x", p.getMinX()).put("y", p.getMinY()).put("width", p.getWidth()).put("height", p.getHeight()));
            window.put("maximized", maximized);
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder for " + file);
        }
        Files.createDirectories(folder);
        if (read(file).trouble().isPresent()) {
            Files.move(file, aside(file), StandardCopyOption.REPLACE_EXISTING);
        }
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
        return new Memory(clusters, shown, Optional.of(next), place, maximized, notifications);
    }

    Memory withClusters(List<Path> next, Optional<Path> shownNow) {
        return new Memory(next, shownNow, look, place, maximized, notifications);
    }

    Memory withPlace(Rectangle2D next, boolean maximizedNow) {
        return new Memory(clusters, shown, look, Optional.of(next), maximizedNow, notifications);
    }

    Memory withNotifications(boolean on) {
        return new Memory(clusters, shown, look, place, maximized, on);
    }
}
