package org.handyrep.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;

/// Looks for the passwords of a laboratory where none may be.
final class Secrets {

    /// Parts, so that a quoted or escaped password is found too.
    private static final List<String> PASSWORDS = List.of(PostgresCluster.PASSWORD.substring(0, 6), PgBouncers.CLIENT_PASSWORD.substring(6));

    /// Where passwords are kept on purpose.
    private static final Set<String> KEPT = Set.of("handyrep.conf", "handyrep.pgpass", "userlist.txt", "postgresql.auto.conf", "recovery.conf", ".pgpass");

    private Secrets() {}

    /// Files, tables and command lines that show one.
    static List<String> shown(FaultLab lab) {
        List<String> shown = new ArrayList<>();
        int looked = 0;
        for (Path file : files(lab.directory())) {
            looked++;
            if (holds(text(file))) {
                shown.add(file.toString());
            }
        }
        if (looked < 20) {
            throw new AssertionError("only " + looked + " files");
        }
        for (String name : FaultLab.SERVERS) {
            if (holds(PostgresCluster.query(lab.server(name), "SELECT string_agg(t::text, ' ') FROM public.handyrep AS t"))) {
                shown.add("table handyrep on " + name);
            }
        }
        ProcessHandle.allProcesses()
                .map(p -> Path.of("/proc", String.valueOf(p.pid()), "cmdline"))
                .filter(f -> holds(text(f)))
                .forEach(f -> shown.add(f + ": " + text(f)));
        return shown;
    }

    /// All but the databases themselves.
    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> !KEPT.contains(f.getFileName().toString()))
                    .filter(f -> !f.toString().matches(".*/(base|global|pg_[a-z]+)/.*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(String text) {
        return PASSWORDS.stream().anyMatch(text::contains);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It is gone.
            return "";
        }
    }
}
