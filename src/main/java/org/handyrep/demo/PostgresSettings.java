package org.handyrep.demo;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one [LocalPostgres] is made of.
///
/// @param home its own directory; the data directory is `data` in it
/// @param host the loopback address it listens on
/// @param superuser the database superuser and, by HandyRep's convention, the name of the operating-system user too
/// @param password of the superuser
/// @param fsync off is faster and still survives `kill -9`, but not a crash of the machine
/// @param parameters more of postgresql.conf
public record PostgresSettings(
        String name,
        Path home,
        String host,
        int port,
        PostgresBinaries binaries,
        OsUser osUser,
        String superuser,
        String password,
        boolean fsync,
        Map<String, String> parameters) {

    public PostgresSettings {
        parameters = Map.copyOf(parameters);
    }

    public Path data() {
        return home.resolve("data");
    }

    /// The same for another server of the cluster.
    public PostgresSettings named(String otherName, Path otherHome, String otherHost, int otherPort) {
        return new PostgresSettings(
                otherName,
                otherHome,
                otherHost,
                otherPort,
                binaries,
                osUser,
                superuser,
                password,
                fsync,
                parameters);
    }

    /// The text of postgresql.conf.
    String configuration() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addresses", host);
        all.put("port", Integer.toString(port));
        all.put("unix_socket_directories", "");
        all.put("cluster_name", name);
        all.put("max_connections", "100");
        all.put("shared_buffers", "32MB");
        all.put("wal_level", "replica");
        all.put("wal_log_hints", "on");
        all.put("hot_standby", "on");
        all.put("max_wal_senders", "10");
        all.put("max_replication_slots", "10");
        all.put(binaries.major() >= 13 ? "wal_keep_size" : "wal_keep_segments", binaries.major() >= 13 ? "128MB" : "8");
        all.put("password_encryption", binaries.major() >= 10 ? authentication() : "on");
        all.put("fsync", fsync ? "on" : "off");
        if (!fsync && binaries.major() >= 12) {
            all.put("wal_init_zero", "off");
        }
        // Else what a killed server shared stays in memory until the next start, which a demo may never see.
        all.put("dynamic_shared_memory_type", "mmap");
        // The collector lets go of the terminal or SSH channel that the server was started from.
        all.put("logging_collector", "on");
        all.put("log_directory", home.resolve("log").toString());
        all.put("log_filename", "postgresql.log");
        all.put("log_line_prefix", "%m [%p] %q%u@%d ");
        all.put("timezone", "UTC");
        all.putAll(parameters);
        StringBuilder text = new StringBuilder();
        all.forEach((key, value) ->
                text.append(key).append(" = ").append(quoted(value)).append('\n'));
        return text.toString();
    }

    /// How passwords are asked for, as `pg_hba.conf` names it.
    String authentication() {
        return binaries.major() >= 10 ? "scram-sha-256" : "md5";
    }

    /// A value as PostgreSQL's configuration files want it.
    static String quoted(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    String hostBasedAuthentication() {
        String method = authentication();
        return "host all all 127.0.0.0/8 " + method + "\nhost replication all 127.0.0.0/8 " + method + "\n";
    }
}
