package org.handyrep.plugin.cloning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// What is copied from where to where. The files arrive in a folder [#NEW] of each place, beside what was there before, and move up when all are there.
///
/// @param target and `source`: names of servers
/// @param upstream the server that the replica will follow
/// @param version `server_version_num` of the source
/// @param directory the target's data directory
/// @param from the source's
/// @param wal where the target's WAL goes; empty for its data directory
/// @param maxRate kilobytes per second, 0 for as fast as it goes
/// @param token marks what this operation made
public record CloneJob(
        String target,
        String source,
        String upstream,
        int version,
        String directory,
        String from,
        Optional<String> wal,
        List<Tablespace> tablespaces,
        int maxRate,
        String token) {

    /// Holds the new files until all are there.
    public static final String NEW = "handyrep_new";
    /// Holds the old files until the replica streams.
    public static final String OLD = "handyrep_old";
    /// Holds what of the old files was moved so far, while they are set aside or put back: what is beside it is old, too.
    public static final String PART = "handyrep_part";
    /// In every place that a clone has begun to change.
    public static final String MARKER = "handyrep.clone";

    /// @param oid the name of its link in `pg_tblspc`
    /// @param from where it is on the source
    /// @param to where it will be on the target
    /// @param size bytes on the source
    public record Tablespace(String oid, String from, String to, long size) {}

    public CloneJob {
        tablespaces = List.copyOf(tablespaces);
    }

    /// Where what goes, as the target's entry in handyrep.conf says with `pgdata`, `wal_location` and `tablespace_mapping`.
    ///
    /// @param maxRate kilobytes per second, 0 for as fast as it goes
    public static CloneJob of(Server target, Server source, Server upstream, SourceSeen seen, int maxRate, String token) {
        Map<String, String> mapped = new HashMap<>();
        for (String pair : target.setting("tablespace_mapping").orElse("").split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                mapped.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
            }
        }
        List<Tablespace> tablespaces = new ArrayList<>();
        seen.tablespaces().forEach((oid, space) -> tablespaces.add(
                new Tablespace(oid, space.location(), mapped.getOrDefault(space.location(), space.location()), space.size())));
        return new CloneJob(
                target.name(), source.name(), upstream.name(), seen.version(), plain(target.setting("pgdata").orElse("")), seen.directory(),
                target.setting("wal_location").map(CloneJob::plain).filter(w -> !w.isEmpty()), tablespaces, maxRate, token);
    }

    /// A slash at the end of a path is a habit and means nothing.
    private static String plain(String path) {
        String text = path.strip();
        return text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /// 18 for 18.6, and 9 for 9.6.
    public int major() {
        return version / 10000;
    }

    public String walFolder() {
        return major() >= 10 ? "pg_wal" : "pg_xlog";
    }

    /// The beginning of the folder's name in a tablespace: `PG_15_`.
    public String versionFolder() {
        return "PG_" + (major() >= 10 ? String.valueOf(major()) : major() + "." + version / 100 % 100) + "_";
    }

    /// Every directory on the target that the clone writes to, the data directory first.
    public List<String> places() {
        List<String> all = new ArrayList<>(List.of(directory));
        wal.ifPresent(all::add);
        tablespaces.forEach(t -> all.add(t.to()));
        return all;
    }

    public String incoming() {
        return directory + "/" + NEW;
    }

    /// A name for replication slots and sessions: lower-case letters, digits and underscores.
    public String slot(String purpose) {
        String name = "handyrep_" + purpose + "_" + target.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return name.substring(0, Math.min(60, name.length()));
    }
}
