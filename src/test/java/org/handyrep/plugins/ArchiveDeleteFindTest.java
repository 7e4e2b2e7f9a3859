package org.handyrep.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import archivedelete.ArchiveDeleteFind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.RealTools;
import org.handyrep.testing.SshHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// archive_delete_find with the real find in a real directory. The primary is at segment 0x110 of timeline 2, unless a test says otherwise.
class ArchiveDeleteFindTest {

    private static final String SECTION = "archive_delete_find";
    private static final Duration OLD = Duration.ofHours(30);
    private static final String S = "0000000200000001000000";

    private final ArchiveDeleteFind plugin = new ArchiveDeleteFind();
    private final List<Observation> seen = new ArrayList<>();
    private final SshHost host = SshHost.open();
    private final RealTools tools = new RealTools(host);
    private final Path archive = host.directory().resolve("a $(b) 'c'");

    @BeforeEach
    void open() throws IOException {
        Files.createDirectory(archive);
        Files.setOwner(archive, Files.getOwner(host.directory()));
        plugin.bind(tools);
        tools.set(SECTION, "archive_delete_hours", "24").set(SECTION, "archive_directory", archive.toString());
        tools.servers.add(new Server("vault", host.host(), 22, Role.ARCHIVE, true, 1, 1, tools.behindDoor(Map.of())));
        primary("1/10000028");
    }

    @AfterEach
    void close() {
        tools.close();
        host.close();
    }

    @Test
    void removesOldSegmentsThatNobodyNeedsAndNothingElse() throws IOException {
        replica("paul", "1/10000000");
        Set<String> useless = Set.of(
                S + "00", S + "0F", S + "0E.gz", S + "0D.zst", S + "0C.lz4", "0000000200000000000000FF", "000000010000000100000003");
        for (String name : useless) {
            file(name, OLD);
        }
        Set<String> kept = new TreeSet<>(Set.of(
                S + "10", S + "11", S + "FF", "000000020000000200000000", "000000010000000100000010",
                "000000030000000100000001",
                "00000002.history", S + "01.partial", S + "01.00000028.backup", S + "01.bz2", S + "01.gz.tmp", S + "1",
                S + "0a", "x" + S + "01", "readme"));
        for (String name : kept) {
            file(name, OLD);
        }
        file(S + "02", Duration.ofHours(23));
        kept.add(S + "02");
        Files.createDirectory(archive.resolve(S + "03"));
        file(S + "03/" + S + "00", OLD);
        age(archive.resolve(S + "03"), OLD);
        kept.add(S + "03");
        Files.createSymbolicLink(archive.resolve(S + "04"), archive.resolve("readme"));
        kept.add(S + "04");

        List<String> shown = plugin.acts().stream().map(a -> Acts.preview(tools, a)).toList();
        assertEquals(1, shown.size());
        assertTrue(shown.getFirst().contains("find '" + archive.toString().replace("'", "'\\''") + "/'"), shown::toString);
        assertTrue(shown.getFirst().contains("-mmin +1440 "), shown::toString);

        Outcome outcome = plugin.run();
        assertTrue(outcome.succeeded(), outcome::details);
        assertEquals(kept, names());
        assertTrue(Files.exists(archive.resolve(S + "03/" + S + "00")));
        assertEquals(7L, outcome.extra().get("files"));
        assertEquals(35L, outcome.extra().get("bytes"));
        assertEquals(
                "removed 7 WAL segments (35 bytes) from the archive; 0000000100000010 and later are needed by john",
                outcome.details().replace("paul", "john"));
        assertEquals(0L, plugin.run().extra().get("files"));
    }

    @Test
    void hazard52_whatAReplicaHasNotReplayedStaysHoweverOldItIs() throws IOException {
        replica("paul", "1/10000000");
        replica("george", "1/5000000");
        file(S + "04", OLD);
        file(S + "05", OLD);
        assertRemoved("needed by george", S + "05");
    }

    @Test
    void hazard52_whatASlotHoldsStaysOnEveryServer() throws IOException {
        replica("paul", "1/10000000", new Slot("cascade", true, false, Optional.of(Lsn.parse("1/3FFFFFF")), Optional.of("lost")));
        file(S + "02", OLD);
        file(S + "03", OLD);
        assertRemoved("needed by slot cascade of paul", S + "03");
        seen.clear();
        tools.servers.removeIf(s -> s.role().isPostgres());
        primary("1/10000028",
                new Slot("unused", true, false, Optional.empty(), Optional.empty()),
                new Slot("backup", true, false, Optional.of(Lsn.parse("0/0")), Optional.empty()));
        Outcome nothing = plugin.run();
        assertTrue(nothing.succeeded(), nothing::details);
        assertEquals(Set.of(S + "03"), names());
    }

    @Test
    void hazard52_nothingIsRemovedWhileAServerDoesNotAnswer() throws IOException {
        file(S + "00", OLD);
        replica("paul", "1/10000000");
        observe(TestServers.replica("george", 1, Map.of()), new ServerState.Unreachable(problem()));
        assertRefused("george does not answer");
        observe(TestServers.replica("ringo", 1, Map.of()), new ServerState.Rejecting(problem()));
        assertRefused("george, ringo do not answer");
        tools.servers.replaceAll(s -> List.of("george", "ringo").contains(s.name()) ? s.withEnabled(false) : s);
        tools.servers.add(TestServers.replica("new", 1, Map.of()));
        assertRefused("new does not answer");
        tools.servers.removeIf(s -> s.name().equals("new"));
        assertRemoved("needed by paul");
    }

    @Test
    void nothingIsRemovedWithoutAPrimary() throws IOException {
        seen.clear();
        tools.servers.removeIf(Server::isMaster);
        replica("paul", "1/10000000");
        file(S + "00", OLD);
        assertRefused("no primary was seen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1048576", "67108864", "8192"})
    void segmentsMayHaveAnotherSize(String size) throws IOException {
        seen.clear();
        tools.servers.removeIf(Server::isMaster);
        facts = Map.of("wal_segment_size", size);
        primary("1/10000028");
        long bytes = size.equals("8192") ? 64L << 20 : Long.parseLong(size);
        String needed = String.format("0000000200000001%08X", 0x10000028L / bytes);
        String before = String.format("0000000200000001%08X", 0x10000028L / bytes - 1);
        file(needed, OLD);
        file(before, OLD);
        assertRemoved("needed by john", needed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//", "/var", "/var/", "archive/wal", "/var/../etc", "/var/./", "$HOME/x"})
    void aDirectoryThatIsNoneIsRefused(String directory) {
        tools.set(SECTION, "archive_directory", directory);
        assertFalse(plugin.run().succeeded());
        assertFalse(plugin.test().succeeded());
        assertEquals(List.of(), plugin.acts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "many", "9999999"})
    void hoursThatAreNoneAreRefused(String hours) throws IOException {
        tools.set(SECTION, "archive_delete_hours", hours);
        file(S + "00", OLD);
        assertFalse(plugin.test().succeeded());
        assertRefused("archive_delete_hours");
    }

    @Test
    void theTestLooksAtTheDirectoryAndChangesNothing() throws IOException {
        file(S + "00", OLD);
        assertTrue(plugin.test().succeeded(), plugin.test()::details);
        assertEquals(Set.of(S + "00"), names());
        tools.set(SECTION, "archive_directory", archive + "/not there");
        assertTrue(plugin.test().details().contains("is no directory"), plugin.test()::details);
        Outcome run = plugin.run();
        assertFalse(run.succeeded());
        assertTrue(run.details().contains("No such file"), run::details);
        tools.servers.removeIf(s -> s.role().equals(Role.ARCHIVE));
        assertTrue(plugin.test().details().contains("no enabled server has the role archive"), plugin.test()::details);
        assertFalse(plugin.run().succeeded());
    }

    private Map<String, String> facts = Map.of();

    private void assertRefused(String why) {
        Set<String> before = names();
        assertEquals(List.of(), plugin.acts());
        Outcome outcome = plugin.run();
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().contains(why), outcome::details);
        assertEquals(before, names());
    }

    private void assertRemoved(String because, String... left) {
        Outcome outcome = plugin.run();
        assertTrue(outcome.succeeded(), outcome::details);
        assertTrue(outcome.details().contains(because), outcome::details);
        assertEquals(Set.of(left), names());
    }

    private void primary(String written, Slot... slots) {
        observe(
                TestServers.master("john", Map.of()),
                new ServerState.Primary(
                        about(), Lsn.parse(written), List.of(), List.of(slots), new WriteProbe.NotTried(), 0, 0));
    }

    private void replica(String name, String replayed, Slot... slots) {
        observe(
                TestServers.replica(name, 1, Map.of()),
                new ServerState.Replica(
                        about(), Optional.of(Lsn.parse("F/0")), Lsn.parse(replayed), Optional.empty(), false, Optional.empty(),
                        Optional.empty(), List.of(), List.of(slots)));
    }

    private Facts about() {
        return new Facts("7", 170006, "17.6", "/data", 2, Instant.EPOCH, facts);
    }

    private static ConnectionProblem problem() {
        return new ConnectionProblem(ConnectionProblem.Kind.REFUSED, "", "refused");
    }

    private void observe(Server server, ServerState state) {
        tools.servers.add(server);
        seen.add(new Observation(
                server, state, new HostState.NotChecked(), Instant.EPOCH, Optional.empty(), Optional.empty(), Optional.empty()));
        tools.snapshot = new ClusterSnapshot("test", 1, Instant.EPOCH, 0, true, seen);
    }

    private void file(String name, Duration age) throws IOException {
        age(Files.writeString(archive.resolve(name), "bytes"), age);
    }

    private static void age(Path path, Duration age) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(age)));
    }

    private Set<String> names() {
        try (Stream<Path> files = Files.list(archive)) {
            return files.map(f -> f.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
