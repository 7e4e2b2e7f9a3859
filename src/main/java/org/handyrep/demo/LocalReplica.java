package org.handyrep.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes replicas of a running server by an online copy of its files, because the embedded binaries have no `pg_basebackup`.
public final class LocalReplica {

    private static final String COPY =
            """
            set -e
            umask 077
            cd "$1"
            mkdir "$2"
            for f in $(ls -A); do
                case $f in
                    postmaster.*|pg_wal|pg_xlog|pg_replslot|postgresql.auto.conf|recovery.*|standby.signal|backup_label*) ;;
                    *) cp -R "$f" "$2/" 2>/dev/null || test "$f" = base -o "$f" = global -o "$f" = pg_stat_tmp -o -f "$f" ;;
                esac
            done
            mkdir -p "$2/$3/archive_status" "$2/pg_replslot"
            """;

    private LocalReplica() {}

    /// What a replica needs to follow its primary.
    ///
    /// @param host where it finds the primary, which may be a gate
    public record Upstream(String host, int port, String user, String password) {

        String connectionInfo(String applicationName) {
            return "host=" + host + " port=" + port + " user=" + quoted(user) + " password=" + quoted(password)
                    + " application_name=" + quoted(applicationName);
        }

        private static String quoted(String value) {
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
        }
    }

    /// Copies a running server for each of the targets at once and leaves the copies stopped, ready to follow `upstream`.
    public static List<LocalPostgres> copy(LocalPostgres source, List<PostgresSettings> targets, Upstream upstream) {
        boolean modern = source.settings().binaries().major() >= 15;
        try (Connection session = source.connect();
                Statement statement = session.createStatement()) {
            statement.execute(
                    modern ? "SELECT pg_backup_start('copy', true)" : "SELECT pg_start_backup('copy', true, false)");
            copyFiles(source, targets);
            String label;
            try (ResultSet row = statement.executeQuery(
                    modern ? "SELECT labelfile FROM pg_backup_stop(false)" : "SELECT labelfile FROM pg_stop_backup(false)")) {
                row.next();
                label = row.getString(1);
            }
            List<LocalPostgres> replicas = new ArrayList<>();
            for (PostgresSettings target : targets) {
                LocalPostgres replica = new LocalPostgres(target);
                replica.writeFile(target.data().resolve("backup_label"), label);
                replica.writeConfiguration();
                follow(replica, upstream);
                replicas.add(replica);
            }
            return replicas;
        } catch (SQLException | IOException e) {
            throw new DemoException("cannot copy " + source.name() + ": " + e.getMessage(), e);
        }
    }

    /// Makes a stopped server a replica of `upstream` at its next start.
    public static void follow(LocalPostgres server, Upstream upstream) throws IOException {
        String info = PostgresSettings.quoted(upstream.connectionInfo(server.name()));
        if (server.settings().binaries().hasRecoveryConf()) {
            server.writeFile(
                    server.settings().data().resolve("recovery.conf"),
                    "standby_mode = 'on'\nrecovery_target_timeline = 'latest'\nprimary_conninfo = " + info + "\n");
            server.writeFile(server.settings().data().resolve("postgresql.auto.conf"), "");
        } else {
            server.writeFile(
                    server.settings().data().resolve("postgresql.auto.conf"), "primary_conninfo = " + info + "\n");
            server.writeFile(server.settings().data().resolve("standby.signal"), "");
        }
    }

    private static void copyFiles(LocalPostgres source, List<PostgresSettings> targets) throws IOException {
        List<Callable<Program>> copies = new ArrayList<>();
        for (PostgresSettings target : targets) {
            target.osUser().createDirectory(target.home());
            copies.add(() -> Program.run(target.osUser()
                    .wrap(List.of(
                            "sh",
                            "-c",
                            COPY,
                            "copy",
                            source.settings().data().toString(),
                            target.data().toString(),
                            target.binaries().major() >= 10 ? "pg_wal" : "pg_xlog"))));
        }
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Program> copy : executor.invokeAll(copies)) {
                copy.get().orFail("copying " + source.name());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoException("copying " + source.name() + " was interrupted", e);
        }
    }
}
