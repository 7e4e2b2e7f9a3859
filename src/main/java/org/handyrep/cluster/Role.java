package org.handyrep.cluster;

import java.util.List;
import java.util.stream.Stream;

/// What a server is configured to be. Users may invent roles: those are kept and shown, never polled as PostgreSQL.
public record Role(String name) {

    public static final Role MASTER = new Role("master");
    public static final Role REPLICA = new Role("replica");
    public static final Role PGBOUNCER = new Role("pgbouncer");
    public static final Role PROXY = new Role("proxy");
    public static final Role BIGIP = new Role("bigip");
    public static final Role ARCHIVE = new Role("archive");

    /// A PostgreSQL server of no cluster, on a host of its own, that only has a vote on which console may act.
    public static final Role WITNESS = new Role("witness");

    /// The words that HandyRep knows.
    public static final List<String> KNOWN =
            Stream.of(REPLICA, MASTER, PGBOUNCER, PROXY, BIGIP, ARCHIVE, WITNESS).map(Role::name).toList();

    public boolean isPostgres() {
        return equals(MASTER) || equals(REPLICA);
    }

    public boolean isProxy() {
        return equals(PGBOUNCER) || equals(PROXY) || equals(BIGIP);
    }

    /// The word for the screen: `primary` for HandyRep's `master`.
    public String label() {
        return equals(MASTER) ? "primary" : name;
    }

    @Override
    public String toString() {
        return name;
    }
}
