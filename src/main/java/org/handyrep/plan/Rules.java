package org.handyrep.plan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What handyrep.conf allows and wants of a failover.
///
/// @param preferredFirst the selection plugin's first is promoted, brought up to the most advanced replica before
/// @param maximumLoss bytes of WAL that may be known to be lost by an automatic failover
/// @param salvage fetch the WAL that only the lost primary has
/// @param automaticFences what is proof enough without a person
/// @param fencing `fencing_method` is set
/// @param recovery how long a started or promoted server is waited for: `recovery_retries` times `fail_retry_interval`, and a minute at least
/// @param minimumFreeDisk bytes that a server must have free to become the primary without a person
/// @param maximumReplay how long it may still have to replay for that
/// @param ownedByCheck `master_check_method` proves by itself that no other console is in charge
/// @param memory how long after the last look at a primary what was seen then still tells how it is
public record Rules(
        boolean preferredFirst, long maximumLoss, boolean salvage, Set<Fence> automaticFences, boolean fencing, Duration recovery,
        long minimumFreeDisk, Duration maximumReplay, boolean ownedByCheck, Duration memory) {

    private static final long FREE_DISK = 256L * 1024 * 1024;
    /// A server that has much to replay takes longer than a person who set small numbers thought of.
    public static final Duration RECOVERY = Duration.ofSeconds(60);

    private static final Duration REPLAY = Duration.ofSeconds(60);

    /// As long as it takes to believe that it is lost, and this.
    public static final Duration MEMORY = Duration.ofSeconds(30);

    public static final Rules STANDARD =
            new Rules(false, 1_048_576, true, EnumSet.complementOf(EnumSet.of(Fence.DECLARED)), false);

    public Rules(
            boolean preferredFirst, long maximumLoss, boolean salvage, Set<Fence> automaticFences, boolean fencing) {
        this(preferredFirst, maximumLoss, salvage, automaticFences, fencing, RECOVERY, FREE_DISK, REPLAY, false, MEMORY);
    }

    public Rules {
        automaticFences = Set.copyOf(automaticFences);
    }
}
