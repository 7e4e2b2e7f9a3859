package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.handyrep.cluster.Lsn;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.PostgresBinaries;
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
            Lsn base = new Lsn(start.value() - start.value() % SEGMENT);
            WalReader.Found found = WalReader.read(segments(wal), base, start, SEGMENT);
            assertFalse(last.isAfter(found.end()), () -> found.end() + ", the server was at " + last);
            assertEquals(40, found.commits().size());
            assertTrue(found.commits().getFirst().isAfter(start));
            if (binaries.complete()) {
                asPgWaldumpSays(binaries, wal, start, found);
            }

            byte[] broken = segments(wal);
            broken[(int) found.commits().get(10).minus(base) - 16] ^= 1;
            assertEquals(10, WalReader.read(broken, base, start, SEGMENT).commits().size(), "it stops at what is damaged");
            assertTrue(
                    WalReader.read(java.util.Arrays.copyOf(broken, (int) (start.value() % SEGMENT / 8192 + 1) * 8192), base, start, SEGMENT).more(),
                    "it says when it needs more");
        }
    }

    private static void asPgWaldumpSays(PostgresBinaries binaries, Path wal, Lsn start, WalReader.Found found)
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
