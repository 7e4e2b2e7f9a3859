package org.handyrep.engine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.PluginName;

/// The files of the plugins folder as they are now, each with what speaks against it before it is compiled.
///
/// @param sources sorted by path
/// @param libraries the jars of `lib/`, sorted
/// @param obstacle why nothing of the folder is used
record PluginSources(List<PluginSource> sources, List<Path> libraries, Optional<String> obstacle) {

    static PluginSources of(Path folder) {
        if (!Files.isDirectory(folder)) {
            return new PluginSources(List.of(), List.of(), Optional.of("there is no plugins folder " + folder));
        }
        Optional<String> refused = PluginPermissions.obstacle(folder);
        try {
            List<Path> libraries = list(folder.resolve("lib"), ".jar");
            Optional<String> refusedLibrary = Stream.concat(
                            Stream.of(folder.resolve("lib")).filter(Files::isDirectory), libraries.stream())
                    .flatMap(l -> PluginPermissions.obstacle(l).stream())
                    .findFirst();
            List<PluginSource> sources = new ArrayList<>();
            for (Path file : list(folder, ".java")) {
                sources.add(source(folder, file));
            }
            for (Path room : list(folder, "")) {
                if (Files.isDirectory(room) && !room.getFileName().toString().equals("lib")) {
                    for (Path file : list(room, ".java")) {
                        sources.add(source(folder, file));
                    }
                }
            }
            return new PluginSources(withoutTwins(sources), libraries, refused.or(() -> refusedLibrary));
        } catch (IOException e) {
            return new PluginSources(List.of(), List.of(), Optional.of(folder + " could not be read: " + e.getMessage()));
        }
    }

    /// What the compiler may see.
    List<PluginSource> sound() {
        return obstacle.isPresent()
                ? List.of()
                : sources.stream().filter(s -> s.obstacle().isEmpty()).toList();
    }

    String classPath() {
        return Stream.concat(
                        Stream.of(System.getProperty("java.class.path", "")),
                        libraries.stream().map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static PluginSource source(Path folder, Path file) {
        String relative = folder.relativize(file).toString().replace(File.separatorChar, '/');
        String room = relative.contains("/") ? relative.substring(0, relative.indexOf('/')) : "";
        Optional<Kind> kind =
                Arrays.stream(Kind.values()).filter(k -> k.folder().equals(room)).findFirst();
        Optional<String> obstacle = PluginPermissions.obstacle(folder.resolve(room)).or(() -> PluginPermissions.obstacle(file));
        if (kind.isEmpty()) {
            String kinds = Arrays.stream(Kind.values()).map(Kind::folder).collect(Collectors.joining(", "));
            obstacle = obstacle.or(() -> Optional.of(relative + " does not lie in the folder of a kind: " + kinds));
        }
        String text = "";
        if (obstacle.isEmpty()) {
            try {
                text = Files.readString(file);
            } catch (CharacterCodingException e) {
                obstacle = Optional.of(relative + " is not text in UTF-8");
            } catch (IOException e) {
                obstacle = Optional.of(relative + " could not be read: " + e.getMessage());
            }
        }
        return new PluginSource(file, relative, kind, text, obstacle);
    }

    private static List<PluginSource> withoutTwins(List<PluginSource> sources) {
        return sources.stream()
                .map(source -> {
                    List<String> same = sources.stream()
                            .filter(PluginSource::isPlugin)
                            .filter(s -> s.key().equals(source.key()))
                            .map(PluginSource::relative)
                            .toList();
                    return same.size() < 2 || !source.isPlugin()
                            ? source
                            : source.refused("two files have the name " + PluginName.ofClass(source.simpleName()) + ": "
                                    + String.join(" and ", same));
                })
                .toList();
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(suffix))
                    .filter(f -> !f.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
