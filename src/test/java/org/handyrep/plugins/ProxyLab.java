package org.handyrep.plugins;

import static org.awaitility.Awaitility.await;
import static org.handyrep.testing.PostgresCluster.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.testing.PgBouncer;
import org.handyrep.testing.PgBouncers;
import org.handyrep.testing.PostgresCluster;
import org.handyrep.testing.RealTools;

/// A real cluster behind real pgbouncers, and tools that reach both. Close it.
final class ProxyLab implements AutoCloseable {

    final PostgresCluster cluster;
    final PgBouncers bouncers;
    final RealTools tools;

    private ProxyLab(PostgresCluster cluster, PgBouncers bouncers) {
        this.cluster = cluster;
        this.bouncers = bouncers;
        tools = new RealTools(bouncers.door());
        tools.templates = Optional.of(bouncers.templates());
    }

    static ProxyLab start(int replicas, int count) {
        PostgresCluster cluster = PostgresCluster.start(replicas);
        try {
            ProxyLab lab = new ProxyLab(cluster, PgBouncers.start(cluster, count));
            lab.reset();
            return lab;
        } catch (RuntimeException | Error e) {
            cluster.close();
            throw e;
        }
    }

    /// The configuration of the beginning, and every pgbouncer running with it.
    void reset() {
        tools.servers.clear();
        tools.plugins.clear();
        tools.options.clear();
        tools.options.put("failover.fail_retries", "0");
        tools.options.put("failover.fail_retry_interval", "0.2");
        int number = 0;
        for (LocalPostgres postgres : cluster.servers()) {
            tools.servers.add(new Server(
                    postgres.name(), postgres.settings().host(), postgres.settings().port(),
                    number == 0 ? Role.MASTER : Role.REPLICA, true, ++number, 1000, Map.of()));
        }
        bouncers.all().forEach(b -> tools.servers.add(bouncers.server(b)));
        bouncers.template(PgBouncers.TEMPLATE);
        bouncers.all().forEach(PgBouncer::start);
    }

    /// Gives a plugin the usual settings and these tools.
    <P extends HandyRepPlugin> P bind(P plugin) {
        bouncers.settings().forEach((key, value) -> tools.set(plugin.name(), key, value));
        plugin.bind(tools);
        return plugin;
    }

    Server server(String name) {
        return tools.servers.stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    /// The server on which a client's session ends.
    String endOf(int bouncer, String database) {
        try (Connection client = bouncers.get(bouncer).connect(database)) {
            String address = ask(client, "SELECT host(inet_server_addr()) || ':' || inet_server_port()");
            return tools.servers.stream().filter(s -> s.address().equals(address)).map(Server::name).findFirst().orElse(address);
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static String ask(Connection client, String sql) throws SQLException {
        try (var statement = client.createStatement()) {
            if (!statement.execute(sql)) {
                return "";
            }
            try (var rows = statement.getResultSet()) {
                return rows.next() ? String.valueOf(rows.getString(1)) : "";
            }
        }
    }

    String config(int bouncer) {
        try {
            return Files.readString(bouncers.get(bouncer).config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> names(int bouncer) {
        return bouncers.get(bouncer).show("DATABASES", "name");
    }

    void promote(String name) {
        LocalPostgres server = cluster.server(name);
        query(server, "SELECT pg_promote()");
        await().until(() -> query(server, "SELECT pg_is_in_recovery()").equals("f"));
    }

    @Override
    public void close() {
        tools.close();
        bouncers.close();
        cluster.close();
    }
}
