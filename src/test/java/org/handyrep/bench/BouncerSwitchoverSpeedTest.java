package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.HostProbe;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Shell;
import org.handyrep.testing.BusyClients;
import org.handyrep.testing.PgBouncer;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The longest wait of eight clients that write through two pgbouncers, in a bare scripted PAUSE, switch, RESUME and in our switchover.
@Tag("bench")
class BouncerSwitchoverSpeedTest {

    private static final int RUNS = Integer.getInteger("bench.runs", 8);
    private static final double AT_MOST = 250;
    private static final double TIMES = 1.5;

    private final Samples bare = new Samples();
    private final Samples ours = new Samples();
    private final StepTimes steps = new StepTimes();

    @Test
    void clientsWaitLittleLongerThanInABareScript() throws SQLException, IOException {
        Table table = new Table("Switchover through two pgbouncers, longest wait of 8 writing clients");
        try (Lab lab = new Lab(2);
                PgBouncers bouncers = lab.bouncers(2)) {
            for (int i = 0; i < RUNS; i++) {
                switchBare(lab, bouncers);
                switchByPlan(lab, bouncers);
            }
        }
        table.row("bare: PAUSE, stop, wait, promote, RELOAD, RESUME", bare).row("our switchover", ours);
        table.line("our median is %.2f times the bare one, at most %.1f times and %.0f ms are wanted"
                .formatted(ours.median() / bare.median(), TIMES, AT_MOST));
        steps.addTo(table);
        table.print();
        assertTrue(ours.median() <= AT_MOST && ours.median() <= TIMES * bare.median(), Table::load);
    }

    private void switchBare(Lab lab, PgBouncers bouncers) throws SQLException, IOException {
        LocalPostgres old = lab.primary();
        LocalPostgres next = lab.next();
        List<Connection> consoles = new ArrayList<>();
        try (Connection toOld = old.connect();
                Connection toNext = next.connect();
                BusyClients clients = BusyClients.start(bouncers.all(), 8)) {
            Shell oldDoor = lab.door(old);
            Shell nextDoor = lab.door(next);
            Server oldServer = lab.definition(old);
            for (PgBouncer bouncer : bouncers.all()) {
                consoles.add(console(bouncer));
            }
            clients.measureFromNow();
            toOld.createStatement().execute("CHECKPOINT");
            onAll(consoles, "PAUSE");
            lab.pgCtl(oldDoor, old, "stop", "-m", "fast");
            Lsn checkpoint = HostProbe.controlData(oldDoor, oldServer).orElseThrow().checkpoint();
            lab.awaitReplay(toNext, checkpoint);
            lab.pgCtl(nextDoor, next, "promote", "-W");
            Awaitility.await("the promotion")
                    .atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> PostgresCluster.query(next, "SELECT pg_is_in_recovery()").equals("f"));
            for (PgBouncer bouncer : bouncers.all()) {
                point(bouncers, bouncer, next);
            }
            onAll(consoles, "RELOAD");
            onAll(consoles, "RESUME");
            clients.awaitWrites();
            bare.add(clients.longestWait().toNanos());
            assertEquals(List.of(), clients.errors());
        } finally {
            for (Connection console : consoles) {
                console.close();
            }
        }
        lab.moved(next);
        lab.follow(lab.servers().stream().filter(s -> !s.name().equals(next.name())).toList());
    }

    private void switchByPlan(Lab lab, PgBouncers bouncers) {
        LocalPostgres next = lab.next();
        try (ClusterEngine engine = lab.engine();
                BusyClients clients = BusyClients.start(bouncers.all(), 8)) {
            Plan plan = lab.plan(engine, next);
            clients.measureFromNow();
            OurRun run = OurRun.begin(engine, plan);
            steps.add(run.end());
            clients.awaitWrites();
            ours.add(clients.longestWait().toNanos());
            assertEquals(List.of(), clients.errors());
            assertEquals(Set.of(), clients.lostOn(next));
        }
        lab.moved(next);
        lab.awaitStreaming();
    }

    private static Connection console(PgBouncer bouncer) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", "handyrep");
        properties.setProperty("password", PostgresCluster.PASSWORD);
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("replication", "database");
        return DriverManager.getConnection(
                "jdbc:postgresql://" + bouncer.host() + ":" + bouncer.port() + "/pgbouncer", properties);
    }

    private static void onAll(List<Connection> consoles, String command) {
        consoles.stream()
                .map(console -> CompletableFuture.runAsync(() -> {
                    try {
                        console.createStatement().execute(command);
                    } catch (SQLException e) {
                        throw new AssertionError(command + ": " + e.getMessage(), e);
                    }
                }))
                .toList()
                .forEach(CompletableFuture::join);
    }

    private static void point(PgBouncers bouncers, PgBouncer bouncer, LocalPostgres to) throws IOException {
        String where = "host=" + to.settings().host() + " port=" + to.settings().port();
        String text = Files.readString(bouncer.config()).replaceAll("host=\\S+ port=\\d+", where);
        Path fresh = bouncer.config().resolveSibling("pgbouncer.ini.new");
        bouncers.write(fresh, text);
        Files.move(fresh, bouncer.config(), StandardCopyOption.ATOMIC_MOVE);
    }
}
