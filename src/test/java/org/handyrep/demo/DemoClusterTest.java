package org.handyrep.demo;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.handyrep.plugin.Outcome;
import org.handyrep.testing.Patience;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoClusterTest {

    private static final Duration SOON = Patience.LIMIT;

    private Path directory = Path.of("/tmp");
    private DemoCluster demo;

    @BeforeEach
    void start() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-demotest-");
        demo = DemoCluster.start(directory, DemoOptions.of(PostgresBinaries.find()));
        awaitStreams(0, 2);
        await().atMost(SOON).until(() -> demo.writer().acknowledged() > 20);
    }

    /// A console that looks once more while the program ends.
    private void writesWhenTheLockIsGone() {
        while (Files.exists(directory.resolve("demo.run"))) {
            Thread.onSpinWait();
        }
        try {
            Files.writeString(directory.resolve("servers.save"), "{}");
        } catch (IOException e) {
            // All is gone already.
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        Thread console = Thread.ofPlatform().start(this::writesWhenTheLockIsGone);
        demo.close();
        console.join();
        for (LocalPostgres server : demo.servers()) {
            assertEquals(List.of(), new ServerProcesses(server.settings().data()).all());
        }
        assertFalse(Files.exists(directory), "files are left in " + directory);
    }

    @Test
    void aKilledPrimaryIsRefusedAndHealsWhileNobodyTookItsPlace() throws IOException {
        done("kill9 john");
        assertEquals("refused", knock(0));
        awaitWriterOn("");

        done("heal");
        awaitStreams(0, 2);
        awaitWriterOn("john");
        assertEquals(0, demo.writer().lost());
        assertTrue(demo.writer().longestGap().toMillis() > 10);
    }

    @Test
    void anOldPrimaryIsNeverHealedIntoASecondOne() {
        done("kill9 john");
        promote(1);
        awaitWriterOn("paul");

        done("heal");
        assertFalse(server(0).isRunning());

        done("rebuild john");
        awaitStreams(1, 1);
        assertEquals("t", PostgresCluster.query(server(0), "SELECT pg_is_in_recovery()"));
    }

    @Test
    void aFrozenPrimaryThatWasReplacedIsEndedNotThawed() {
        done("freeze john");
        promote(1);
        awaitWriterOn("paul");
        done("heal");
        assertFalse(server(0).isRunning());
    }

    @Test
    void rowsThatANewPrimaryLacksAreCountedAsLost() {
        done("cut paul");
        long before = demo.writer().acknowledged();
        await().atMost(SOON).until(() -> demo.writer().acknowledged() > before + 50);
        done("kill9 john");
        done("kill9 george");
        promote(1);
        done("restore paul");
        awaitWriterOn("paul");
        await().atMost(SOON).until(() -> demo.writer().lost() >= 50);
    }

    @Test
    void aCutServerIsSilentToAllAndItsStreamsGoOnAfterwards() throws IOException {
        done("cut john");
        assertEquals("silent", knock(0));
        awaitWriterOn("");

        done("heal");
        awaitWriterOn("john");
        awaitStreams(0, 2);
        assertEquals(0, demo.writer().lost());
    }

    @Test
    void aStoppedReplicaAndALaggingOneAreSoAndHeal() {
        done("stop george");
        assertFalse(server(2).isRunning());
        done("lag paul");
        await().atMost(SOON).until(() -> Long.parseLong(PostgresCluster.query(
                        server(1), "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())::bigint"))
                > DemoFaults.LAG_LIMIT_MB << 20);

        done("heal");
        awaitStreams(0, 2);
        await().atMost(SOON).until(() -> PostgresCluster.query(
                        server(1), "SELECT pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) < 100000")
                .equals("t"));
    }

    @Test
    void unknownFaultsAreRefusedAndHealIsLast() {
        assertTrue(Files.exists(demo.conf()));
        assertFalse(demo.cause("freeze nobody").succeeded());
        assertTrue(demo.faults().getLast().id().equals("heal"));
    }

    private LocalPostgres server(int number) {
        return demo.servers().get(number);
    }

    private void done(String fault) {
        Outcome outcome = demo.cause(fault);
        assertTrue(outcome.succeeded(), outcome.details());
    }

    private void promote(int number) {
        LocalPostgres server = server(number);
        Program.run(server.settings().osUser()
                        .wrap(List.of(
                                server.settings().binaries().program("pg_ctl"),
                                "promote",
                                "-D",
                                server.settings().data().toString())))
                .orFail("promote");
        await().atMost(SOON).until(() -> !server.isReplicaByFiles());
    }

    private void awaitStreams(int primary, int count) {
        await().atMost(SOON).until(() -> PostgresCluster.query(
                        server(primary), "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                .equals(Integer.toString(count)));
    }

    private void awaitWriterOn(String name) {
        await().atMost(SOON).until(() -> demo.writer().connectedTo().equals(name));
    }

    private String knock(int number) throws IOException {
        String host = server(number).settings().host().replace("127.78.", "127.77.");
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, server(number).settings().port()), 500);
            return "open";
        } catch (ConnectException e) {
            return "refused";
        } catch (SocketTimeoutException e) {
            return "silent";
        }
    }
}
