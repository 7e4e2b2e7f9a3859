package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.demo.LocalReplica;
import org.handyrep.demo.PostgresSettings;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operator;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Shell;
import org.handyrep.remote.SshSessions;
import org.handyrep.remote.SshSettings;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.TemporaryFiles;

/// One cluster on which the primary moves again and again. Close it.
final class Lab implements AutoCloseable {

    static final Operator ANNA = Operator.local();

    private final ManagedCluster cluster;
    private final SshSessions ssh;
    private final Map<String, Server> definitions = new HashMap<>();
    private String primary = "john";

    Lab(int replicas) {
        cluster = ManagedCluster.start(replicas);
        PostgresCluster.query(primary(), "CREATE TABLE bench (n int)");
        forgetRoles(cluster.conf());
        ssh = new SshSessions(SshSettings.standard()
                .withKnownHosts(List.of(cluster.conf().resolveSibling("known_hosts")))
                .withPostgresUser(primary().settings().osUser().name())
                .withAgent(Optional.empty()));
    }

    /// Each engine learns the roles anew: what an earlier one wrote down is wrong after a replica was rebuilt.
    private static void forgetRoles(Path conf) {
        try {
            Files.writeString(
                    conf, Files.readString(conf).replace("[handyrep]\n", "[handyrep]\n    override_server_file = True\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    LocalPostgres primary() {
        return cluster.server(primary);
    }

    /// Who takes over next: john and paul take turns.
    LocalPostgres next() {
        return cluster.server(primary.equals("john") ? "paul" : "john");
    }

    List<LocalPostgres> servers() {
        return cluster.postgres().servers();
    }

    /// As handyrep.conf has it.
    Server definition(LocalPostgres server) {
        return definitions.computeIfAbsent(server.name(), name -> {
            try (ClusterEngine engine = engine()) {
                return engine.view().snapshot().find(name).orElseThrow().server();
            }
        });
    }

    /// The same door as an engine's, for the bare script, beside which no engine runs; the session is open when it returns.
    Shell door(LocalPostgres server) {
        Shell door = ssh.shell(definition(server));
        assertTrue(door.run(Command.of("true")).ok(), server.name());
        return door;
    }

    /// A running engine that has seen the cluster as it is now and knows the roles.
    ClusterEngine engine() {
        ClusterEngine engine = cluster.engine();
        engine.start();
        Awaitility.await("the engine knows the roles")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    engine.call(ANNA, "verify_all", Map.of());
                    return primary.equals(engine.call(ANNA, "get_master_name", Map.of()).get("master"));
                });
        return engine;
    }

    Plan plan(ClusterEngine engine, LocalPostgres next) {
        Decision decision =
                engine.plan(ANNA, new Request.ManualFailover(Optional.of(next.name()), true, true));
        return switch (decision) {
            case Plan plan -> plan;
            case Refusal refusal -> throw new AssertionError(refusal.reason() + " " + refusal.checks());
        };
    }

    void moved(LocalPostgres to) {
        primary = to.name();
    }

    /// Makes every other server a fresh copy of the primary, and waits until they stream.
    void rebuildReplicas() {
        List<LocalPostgres> others =
                servers().stream().filter(s -> !s.name().equals(primary)).toList();
        List<PostgresSettings> settings =
                others.stream().map(LocalPostgres::settings).toList();
        others.forEach(LocalPostgres::close);
        settings.forEach(s -> TemporaryFiles.delete(s.data()));
        LocalReplica.copy(primary(), settings, cluster.postgres().upstream(primary())).forEach(LocalPostgres::start);
        awaitStreaming();
    }

    /// Points replicas at the primary, those that are stopped too.
    void follow(List<LocalPostgres> replicas) {
        for (LocalPostgres replica : replicas) {
            try {
                LocalReplica.follow(replica, cluster.postgres().upstream(primary()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (replica.isRunning()) {
                replica.execute("SELECT pg_reload_conf()");
            } else {
                replica.start();
            }
        }
        awaitStreaming();
    }

    void awaitStreaming() {
        String all = Integer.toString(servers().size() - 1);
        Awaitility.await("all replicas have what " + primary + " has")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> PostgresCluster.query(
                                primary(),
                                "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
                                        + " AND replay_lsn = pg_current_wal_lsn()")
                        .equals(all));
    }

    Path pgCtl() {
        return Path.of(primary().settings().binaries().program("pg_ctl"));
    }

    void pgCtl(Shell door, LocalPostgres server, String word, String... more) {
        List<String> argv = new ArrayList<>(
                List.of(pgCtl().toString(), word, "-D", server.settings().data().toString()));
        argv.addAll(List.of(more));
        CommandResult result = door.run(Command.of(argv).as(RunAs.POSTGRES));
        assertTrue(result.ok(), result.describe());
    }

    void awaitReplay(Connection connection, Lsn checkpoint) throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet row = statement.executeQuery("SELECT pg_last_wal_replay_lsn()::text")) {
                    row.next();
                    if (Lsn.parse(row.getString(1)).isAfter(checkpoint)) {
                        return;
                    }
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        throw new AssertionError("the shutdown checkpoint was not replayed");
    }

    /// Clients of the databases reach the primary through these too. Close them first.
    PgBouncers bouncers(int count) {
        return PgBouncers.start(cluster, count);
    }

    @Override
    public void close() {
        ssh.close();
        cluster.close();
    }
}
