package org.handyrep.conf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.plugin.Outcome;

/// servers.save: the state of the servers on disk, which a crash at any moment leaves whole.
///
/// Written to a temporary file, synced, and renamed; the [#GENERATIONS] states before it are `servers.save.1` (the newest) and so on.
public final class ServersFile {

    public static final int GENERATIONS = 10;

    private final Path file;

    public ServersFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    public Path file() {
        return file;
    }

    /// Changes with every write by anybody; empty while there is no file.
    public Optional<String> stamp() {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(now.fileKey() + " " + now.lastModifiedTime() + " " + now.size());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The newest generation that can be read.
    public synchronized SavedResult read() {
        List<String> problems = new ArrayList<>();
        boolean any = false;
        for (int generation = 0; generation <= GENERATIONS; generation++) {
            Path path = generation(generation);
            try {
                SavedState state = SavedJson.read(Files.readString(path), Files.getLastModifiedTime(path).toInstant());
                return new SavedResult.Found(state, name(path), problems);
            } catch (NoSuchFileException e) {
                if (generation == 0) {
                    problems.add(name(path) + " does not exist");
                }
            } catch (IOException | IllegalArgumentException e) {
                any = true;
                problems.add(name(path) + " is damaged: " + e.getMessage());
            }
        }
        return any ? new SavedResult.Unusable(problems) : new SavedResult.Absent();
    }

    /// Replaces the file. When it fails the file is as it was before.
    public synchronized Outcome write(SavedState state) {
        try {
            Optional<String> before = current();
            Path prepared = WholeFile.prepare(file, SavedJson.write(state, before));
            if (before.isPresent()) {
                keepGenerations();
            }
            WholeFile.move(prepared, file);
            return Outcome.success("wrote " + file);
        } catch (IOException e) {
            return Outcome.failure("could not write " + file + ": " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    /// The file's text if it is whole: a damaged one is not worth a generation.
    private Optional<String> current() {
        try {
            String text = Files.readString(file);
            SavedJson.read(text, Files.getLastModifiedTime(file).toInstant());
            return Optional.of(text);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The newest generation is a second name of the file itself, so that at no moment the file is missing.
    private void keepGenerations() throws IOException {
        for (int generation = GENERATIONS - 1; generation >= 1; generation--) {
            Path path = generation(generation);
            if (Files.exists(path)) {
                Files.move(path, generation(generation + 1), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        Path first = generation(1);
        try {
            Files.createLink(first, file);
        } catch (UnsupportedOperationException | IOException e) {
            Files.copy(file, first, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private Path generation(int number) {
        return number == 0 ? file : file.resolveSibling(name(file) + "." + number);
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
