package org.handyrep.engine.incidents;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.OsUser;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.Needs;
import org.handyrep.testing.OpenSshd;
import org.handyrep.testing.TemporaryFiles;

/// john, paul and george, with a clone method, and what tests of cloning ask of them. Close it.
final class CloneLab implements AutoCloseable {

    final Lab lab;
    final Path key;
    private final Runnable after;

    private CloneLab(Lab lab, Path key, Runnable after) {
        this.lab = lab;
        this.key = key;
        this.after = after;
    }

    static CloneLab open(String method) {
        return open(method, binaries(method), Map.of());
    }

    /// Through OpenSSH instead of the doors of this process.
    static CloneLab overOpenSsh(String method) {
        List<OpenSshd> sshds = new ArrayList<>();
        return open(method, binaries(method), Map.of(), cluster -> sshds.addAll(OpenSshd.insteadOfTheDoors(cluster)), () -> sshds.forEach(OpenSshd::close));
    }

    static PostgresBinaries binaries(String method) {
        if (method.equals("clone_rsync")) {
            Needs.tool("rsync");
            Needs.tool("ssh");
        }
        if (!method.equals("clone_basebackup")) {
            return PostgresBinaries.embedded();
        }
        PostgresBinaries found = PostgresBinaries.find();
        Needs.that(found.complete(), "pg_basebackup is not installed");
        return found;
    }

    static CloneLab open(String method, PostgresBinaries binaries, Map<String, String> more) {
        return open(method, binaries, more, cluster -> {}, () -> {});
    }

    private static CloneLab open(
            String method, PostgresBinaries binaries, Map<String, String> more, Consumer<ManagedCluster> before, Runnable after) {
        ManagedCluster cluster = ManagedCluster.start(binaries, 2, Map.of());
        before.accept(cluster);
        Path key = keyOfPostgres(cluster);
        String tool = switch (method) {
            case "clone_basebackup" -> "[[clone_basebackup]]\n basebackup_path = " + binaries.program("pg_basebackup") + "\n";
            case "clone_rsync" -> "[[clone_rsync]]\n use_compression = False\n ssh_options = -i " + key + " -oUserKnownHostsFile=" + key.resolveSibling("known") + "\n";
            default -> "";
        };
        cluster.editConf(text -> {
            String changed = text.replace("[server_defaults]", "[server_defaults]\n clone_method = " + method)
                    .replace("[plugins]", "[plugins]\n" + tool);
            for (Map.Entry<String, String> line : more.entrySet()) {
                changed = changed.replace("[[george]]", "[[george]]\n " + line.getKey() + " = " + line.getValue());
            }
            LocalPostgres george = cluster.server("george");
            return changed.replace("[[george]]", "[[george]]\n clone_parameters = listen_addresses=" + george.settings().host()
                    + ", log_directory=" + george.settings().home().resolve("log") + ", cluster_name=george");
        });
        return new CloneLab(Lab.open(cluster), key, after);
    }

    /// ssh wants its key to be its user's own.
    private static Path keyOfPostgres(ManagedCluster cluster) {
        try {
            Path from = cluster.conf().resolveSibling("id");
            OsUser user = OsUser.forPostgres();
            Path folder = Files.createTempDirectory(Path.of("/tmp"), "handyrep-key-");
            Path key = Files.copy(from, folder.resolve("id"), StandardCopyOption.REPLACE_EXISTING);
            Path known = Files.copy(cluster.conf().resolveSibling("known_hosts"), folder.resolve("known"));
            for (Path file : new Path[] {folder, key, known}) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(file.equals(folder) ? "rwx------" : "rw-------"));
                Files.setOwner(file, file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user.name()));
            }
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalPostgres george() {
        return lab.server("george");
    }

    /// Ends george and leaves an empty data directory.
    void empty() {
        george().stop("fast");
        Path data = george().settings().data();
        try (Stream<Path> files = Files.list(data)) {
            files.forEach(TemporaryFiles::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All three stream again, whatever a test did to them.
    void restore() throws IOException {
        for (String setting : List.of("primary_slot_name", "recovery_target_timeline", "restore_command")) {
            lab.server("john").execute("ALTER SYSTEM RESET " + setting);
        }
        lab.server("john").execute("SELECT pg_reload_conf()");
        lab.server("paul").start();
        if (!george().isRunning()) {
            empty();
            cloned();
        }
        lab.awaitStreams("john", 2);
        lab.look();
    }

    /// Rows that every copy must have, some megabytes of them.
    void fill(int megabytes) {
        lab.server("john").execute("CREATE TABLE IF NOT EXISTS filled (id int, text text)");
        lab.server("john").execute("INSERT INTO filled SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, " + megabytes * 1000 + ") i");
        lab.server("john").execute("CHECKPOINT");
    }

    Map<String, Object> cloned(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "replicaserver";
        arguments[1] = "george";
        System.arraycopy(more, 0, arguments, 2, more.length);
        return lab.succeeds("clone", arguments);
    }

    void assertReplica() throws IOException {
        await("george streams").atMost(Lab.SOON).until(() ->
                lab.query("john", "SELECT count(*) FROM pg_stat_replication WHERE application_name = 'george' AND state = 'streaming'").equals("1"));
        lab.awaitCaughtUp("john", "george");
        assertEquals("t", lab.query("george", "SELECT pg_is_in_recovery()"));
        assertEquals(lab.query("john", "SELECT count(*) FROM pg_class"), lab.query("george", "SELECT count(*) FROM pg_class"));
        assertEquals("replica", lab.role("george"));
        assertTrue(lab.isEnabled("george"));
        assertEquals("0", lab.query("john", "SELECT count(*) FROM pg_replication_slots"), "a slot was left");
        assertClean(george().settings().data());
    }

    static void assertClean(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(java.util.List.of(), files.map(f -> f.getFileName().toString()).filter(n -> n.startsWith("handyrep") && !n.equals("handyrep.pgpass")
                    && !n.equals("handyrep-start.log") && !n.equals("handyrep.journal")).toList());
        }
    }

    /// Names of everything in george's own directory but outside its data directory, and below others.
    static Set<String> listed(Path root, Path except) throws IOException {
        Set<String> names = new TreeSet<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (directory.equals(except)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                names.add(directory.toString());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                names.add(file.toString());
                return FileVisitResult.CONTINUE;
            }
        });
        return names;
    }

    /// Begins a clone and waits until a step of that title runs.
    String begun(Plan plan, String step) {
        String id = String.valueOf(lab.engine.begin(Lab.ANNA, plan).extra().get("operation"));
        await(step + " runs").atMost(Duration.ofSeconds(60)).until(() -> lab.operation(id).steps().stream()
                .anyMatch(s -> s.title().startsWith(step) && s.state() != Operation.StepState.WAITING));
        return id;
    }

    Plan plan(boolean reclone, int maxRate) {
        return lab.plan(new Request.Clone("george", Optional.empty(), reclone, maxRate));
    }

    String reason(boolean reclone) {
        var refusal = lab.refusal(new Request.Clone("george", Optional.empty(), reclone));
        return refusal.reason() + " " + refusal.checks();
    }

    @Override
    public void close() {
        lab.close();
        after.run();
        Path folder = key.getParent();
        if (folder != null) {
            TemporaryFiles.delete(folder);
        }
    }
}
