package org.handyrep.conf;

import java.util.List;

/// The options of `[failover]`, `[extra_failover_commands]` and `[archive]`.
final class FailoverSections {

    private FailoverSections() {}

    static void declare(List<ConfOption> into) {
        new ConfOptions.Section("failover", into)
                .bool("auto_failover", false, "Promote a replica without asking when the primary is verified to be gone.")
                .plugin("poll_method", "poll_isready", "How a server is polled.")
                .whole("poll_interval", 1, 86400, 2, "Seconds between polls. A primary that goes away is noticed at once, one that falls silent in the next poll.")
                .whole("verify_frequency", 1, 100000, 60, "Every how many polls all servers are verified in full.")
                .whole("fail_retries", 1, 100, 3, "How often a check is tried before it counts as failed.")
                .whole("fail_retry_interval", 0, 3600, 2, "Seconds between these tries. A primary must have been silent for fail_retries times this long, unless its death is proven on its host.")
                .whole("recovery_retries", 1, 1000, 6, "How many fail_retry_intervals a started or promoted server may take to be ready; a minute at least, but for a primary that restart_master starts.")
                .plugin("selection_method", "select_replica_priority", "Chooses the replica to promote.")
                .bool("remaster", false, "Point the other replicas at the new primary after a failover. False: they get no WAL until a remaster; but where only they kept the old primary from acknowledging commits (automatic_fences: synchronous), they are pointed at the new one in any case.")
                .text("candidate_order", "most_advanced", "Who is promoted first: most_advanced, or preferred (what selection_method says, brought up to the most advanced before).")
                .whole("maximum_loss", 0, Integer.MAX_VALUE, 1_048_576, "An automatic failover is refused when more bytes of WAL than this are known to be lost: read from the disk of the lost primary, or else from where it was seen last up to where the best replica is. What it may have written after that is estimated in the plan and not counted; with 0 it must be certain that nothing is lost.")
                .whole("maximum_replay_time", 0, 86400, 60, "Seconds that a replica may still have to replay to be promoted without a person, as estimated by how fast it replayed of late.")
                .whole("minimum_free_disk", 0, Integer.MAX_VALUE, 256, "Megabytes that a replica must have free for its data and its WAL to be promoted without a person. Any server that has less is told.")
                .bool("salvage_wal", true, "Fetch the WAL that only the lost primary has from its disk, where that can be read. When that fails, a failover goes on only if no more than maximum_loss is lost by it.")
                .list("automatic_fences", "What proves that the old primary cannot take writes, without a person: process, command, proxies, synchronous. Blank: all of them.")
                .plugin("fencing_method", "", "Switches a lost primary off (power, hypervisor, cloud). Blank: nothing does.")
                .whole("failover_cooldown", 0, 604800, 3600, "Seconds after the end of a failover in which no other is begun without a person, unless it was acknowledged.")
                .whole("failovers_per_day", 0, 1000, 3, "Automatic failovers in 24 hours, after which only a person fails over.")
                .whole("startup_grace", 0, 1000, 3, "Polls after the start, or after a sleep of the machine, before anything is done without a person.")
                .bool("heartbeat", false, "Have the primary commit something small in every poll; done anyway with auto_failover or restart_master.")
                .bool("restart_master", false, "Try to restart a primary that is down before failing over.")
                .plugin("connection_failover_method", "", "Moves the clients' connections to the new primary. Blank: nothing does.")
                .bool("poll_connection_proxy", false, "Poll the connection proxies too.")
                .plugin("replication_status_method", "replication_mb_lag_93", "How the lag of a replica is found.");
        new ConfOptions.Section("extra_failover_commands", into)
                .plugin("command", "", "Plugin to run after a failover.")
                .list("parameters", "Parameters for the plugin.");
        new ConfOptions.Section("archive", into)
                .bool("archiving", false, "Whether HandyRep takes care of WAL archiving.")
                .plugin("archive_script_method", "", "Writes the archive script and switches archiving on and off.")
                .plugin("archive_delete_method", "", "Deletes WAL from the archive that nobody needs any more.");
    }
}
