package org.handyrep.plan;

/// Which server is rejoined, and with what.
///
/// @param server the old primary
/// @param upstream the primary that it will follow
/// @param major of PostgreSQL, 9 for 9.6
/// @param directory its data directory
/// @param configuration where its postgresql.conf is, when that is not in the data directory; empty otherwise
/// @param beside a folder on its host, outside of the data directory, that holds its configuration meanwhile: `pg_rewind` removes what the source does not have
/// @param tool path of `pg_rewind` on its host; empty when it is not there
/// @param postgres path of the server program there
public record RejoinJob(String server, String upstream, int major, String directory, String configuration, String beside, String tool, String postgres) {

    /// The slot that holds WAL on the primary meanwhile.
    public String slot() {
        String name = "handyrep_rejoin_" + server.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return name.substring(0, Math.min(60, name.length()));
    }
}
