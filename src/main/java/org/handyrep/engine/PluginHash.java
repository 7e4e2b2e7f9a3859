package org.handyrep.engine;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One hash of everything that the compiled plugins depend on: their sources, the libraries, this program and its Java.
final class PluginHash {

    private PluginHash() {}

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Empty when something could not be read.
    static Optional<String> of(List<PluginSource> sources, String classPath) {
        try {
            return Optional.of(all(sources, classPath));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String all(List<PluginSource> sources, String classPath) throws IOException {
        MessageDigest digest = digest();
        add(digest, System.getProperty("java.vm.version", ""));
        for (PluginSource source : sources) {
            add(digest, source.relative());
            add(digest, source.text());
        }
        for (String entry : classPath.split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                addContracts(digest, path.resolve("org/handyrep"));
            } else if (Files.exists(path)) {
                addStamp(digest, path);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// In a build directory the classes that plugins are written against.
    private static void addContracts(MessageDigest digest, Path program) throws IOException {
        for (String room : List.of("plugin", "cluster")) {
            if (!Files.isDirectory(program.resolve(room))) {
                continue;
            }
            try (Stream<Path> classes = Files.list(program.resolve(room))) {
                for (Path file : classes.sorted().toList()) {
                    addStamp(digest, file);
                }
            }
        }
    }

    private static void addStamp(MessageDigest digest, Path file) throws IOException {
        add(digest, file.toString());
        add(digest, Files.size(file) + " " + Files.getLastModifiedTime(file).toMillis());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
