package org.handyrep.plan.check;

import java.time.Duration;

/// What handyrep.conf wants done without a person.
///
/// @param failover `auto_failover`
/// @param restart `restart_master`
/// @param cooldown `failover_cooldown`
/// @param perDay `failovers_per_day`
/// @param grace `startup_grace`, in polls
public record Wanted(boolean failover, boolean restart, Duration cooldown, int perDay, int grace) {

    public static final Wanted NOTHING = new Wanted(false, false, Duration.ofHours(1), 3, 3);

    public boolean isOff() {
        return !failover && !restart;
    }
}
