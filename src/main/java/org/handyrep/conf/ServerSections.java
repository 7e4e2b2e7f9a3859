package org.handyrep.conf;

import java.util.List;

/// The options of `[server_defaults]` and of each `[[server]]`.
final class ServerSections {

    private ServerSections() {}

    static void declare(List<ConfOption> into) {
        new ConfOptions.Section("server_defaults", into)
                .whole("port", 1, 65535, 5432, "Port of PostgreSQL, or of the proxy.")
                .remotePath("pgdata", "Data directory.")
                .remotePath("pgconf", "Directory of postgresql.conf, where it is not in pgdata.")
                .remotePath("replica_conf", "Path of recovery.conf, for PostgreSQL 11 and older. Blank: recovery.conf in pgdata.")
                .text("recovery_template", "recovery.conf.template", "Template of recovery.conf, in templates_dir.")
                .text("ssh_user", "handyrep", "User that HandyRep logs in to the server as.")
                .whole("ssh_port", 1, 65535, 22, "Port of ssh.")
                .path("ssh_key", "", "Private key for ssh. Blank: the usual ones in ~/.ssh and the ssh agent.")
                .plugin("restart_method", "restart_pg_ctl", "Starts, stops, restarts and reloads PostgreSQL.")
                .plugin("promotion_method", "promote_pg_ctl", "Promotes a replica.")
                .whole("lag_limit", 0, 1_000_000_000, 1000, "Megabytes of replay lag above which a replica counts as lagged.")
                .plugin("clone_method", "", "Makes a new replica.")
                .remotePath("rewind_path", "Path of pg_rewind, for rejoin. Blank: beside the server program.")
                .whole("failover_priority", 0, 1_000_000, 999, "Replicas with a lower number are promoted first.");
        new ConfOptions.Section("servers", into)
                .add("hostname", new ValueType.Host(), "", "Host name or IP address of the server. Required.")
                .text("role", "replica", "master, replica, pgbouncer, proxy, bigip, archive, or a word of your own.")
                .bool("enabled", true, "Whether HandyRep takes care of it.")
                .text("ip_address", "", "Address of a pgbouncer as BigIP sees it.")
                .remotePath("wal_location", "Directory of the WAL, where it is not in pgdata.");
    }
}
