package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.plan.Situation.LeftWal;
import org.handyrep.remote.LocalShell;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

class WalReaderTest {

    private static final int SEGMENT = 16 * 1024 * 1024;

    @Test
    void findsTheEndAndEveryCommitOfAServerThatWasKilled() throws Exception {
        PostgresBinaries binaries = PostgresBinaries.find();
        try (PostgresCluster cluster = PostgresCluster.start(binaries, 0, Map.of("autovacuum", "off"))) {
            LocalPostgres john = cluster.server("john");
            john.execute("CREATE TABLE t (n int, big text)");
            john.execute("CHECKPOINT");
            Lsn start = Lsn.parse(PostgresCluster.query(john, "SELECT pg_current_wal_insert_lsn()"));
            for (int i = 0; i < 40; i++) {
                john.execute("INSERT INTO t SELECT " + i + ", string_agg(md5(random()::text), '') FROM generate_series(1, " + i * 40 + ")");
                if (i == 20) {
                    john.execute("SELECT pg_switch_wal()");
                    john.execute("BEGIN; INSERT INTO t VALUES (-1); ROLLBACK");
                }
            }
            Lsn last = Lsn.parse(PostgresCluster.query(john, "SELECT pg_current_wal_insert_lsn()"));
            john.kill9();

            Path wal = john.settings().data().resolve("pg_wal");
            byte[] all = segments(wal);
            int first = (int) (start.value() % SEGMENT / WalReader.PAGE * WalReader.PAGE);
            WalReader found = read(all, first, start, all.length);
            assertFalse(last.isAfter(found.end()), () -> found.end() + ", the server was at " + last);
            assertEquals(40, found.commits().size());
            assertTrue(found.commits().getFirst().isAfter(start));
            if (binaries.complete()) {
                asPgWaldumpSays(binaries, wal, start, found);
            }
            for (int piece : new int[] {WalReader.PAGE, 3 * WalReader.PAGE, 1 << 20}) {
                WalReader again = read(all, first, start, piece);
                assertEquals(found.end(), again.end(), "in pieces of " + piece);
                assertEquals(found.commits(), again.commits());
            }

            byte[] broken = all.clone();
            broken[first + (int) found.commits().get(10).minus(start) + (int) (start.value() % WalReader.PAGE) - 16] ^= 1;
            assertEquals(10, read(broken, first, start, broken.length).commits().size(), "it stops at what is damaged");
            assertTrue(new WalReader(start, SEGMENT).add(Arrays.copyOfRange(all, first, first + WalReader.PAGE)), "it says when it needs more");

            Server server = new Server("john", "here", 0, Role.MASTER, true, 1, 1, Map.of("pgdata", john.settings().data().toString()));
            WalDisk disk = new WalDisk(new LocalShell("me", "me"), server, 1, SEGMENT);
            assertEquals(Optional.of(new LeftWal("john", found.end(), found.commits())), disk.after(start, WalDisk.ALL));
            assertEquals(Optional.empty(), disk.after(start, found.end().minus(start) / 2), "half of it is no answer");
            try (FileChannel file = FileChannel.open(wal.resolve(disk.name(found.end())), StandardOpenOption.WRITE)) {
                file.truncate(SEGMENT / 2);
            }
            assertEquals(Optional.empty(), disk.after(start, WalDisk.ALL), "a file of which less can be read than it must have");
        }
    }

    private static WalReader read(byte[] bytes, int first, Lsn start, int piece) {
        WalReader reader = new WalReader(start, SEGMENT);
        for (int at = first; at < bytes.length; at += piece) {
            reader.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece)));
        }
        return reader;
    }

    private static void asPgWaldumpSays(PostgresBinaries binaries, Path wal, Lsn start, WalReader found)
            throws IOException, InterruptedException {
        Process dump = new ProcessBuilder(binaries.program("pg_waldump"), "-p", wal.toString(), "-s", start.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(dump.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).lines().toList();
        assertEquals(lines.stream().filter(l -> l.contains("desc: COMMIT")).count(), found.commits().size());
        String last = lines.getLast().replaceFirst(".*lsn: ([0-9A-F/]+),.*", "$1");
        assertTrue(found.end().isAfter(Lsn.parse(last)) && found.end().minus(Lsn.parse(last)) < 1000, () -> last + " and " + found.end());
    }

    private static byte[] segments(Path wal) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(wal)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("[0-9A-F]{24}")).sorted().toList()) {
                all.writeBytes(Files.readAllBytes(file));
            }
        }
        return all.toByteArray();
    }
}
