package org.handyrep.plan;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// What handyrep.conf allows and wants of a failover.
///
/// @param preferredFirst the selection plugin's first is promoted, brought up to the most advanced replica before
/// @param maximumLoss bytes of WAL that an automatic failover may lose at most
/// @param salvage fetch the WAL that only the lost primary has
/// @param automaticFences what is proof enough without a person
/// @param fencing `fencing_method` is set
/// @param retries `recovery_retries`
/// @param minimumFreeDisk bytes that a server must have free to become the primary without a person
/// @param maximumReplay how long it may still have to replay for that
/// @param ownedByCheck `master_check_method` proves by itself that no other console is in charge
public record Rules(
        boolean preferredFirst, long maximumLoss, boolean salvage, Set<Fence> automaticFences, boolean fencing, int retries,
        long minimumFreeDisk, Duration maximumReplay, boolean ownedByCheck) {

    private static final long FREE_DISK = 256L * 1024 * 1024;
    private static final Duration REPLAY = Duration.ofSeconds(60);

    public static final Rules STANDARD =
            new Rules(false, 1_048_576, true, EnumSet.complementOf(EnumSet.of(Fence.DECLARED)), false, 6);

    public Rules(
            boolean preferredFirst, long maximumLoss, boolean salvage, Set<Fence> automaticFences, boolean fencing, int retries) {
        this(preferredFirst, maximumLoss, salvage, automaticFences, fencing, retries, FREE_DISK, REPLAY, false);
    }

    public Rules {
        automaticFences = Set.copyOf(automaticFences);
    }
}
