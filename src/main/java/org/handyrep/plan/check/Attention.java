package org.handyrep.plan.check;

/// How well the console has been watching: it must have looked some times without a break before anything is done on what it sees.
///
/// @param polls cycles since the start, or since the last disturbance
/// @param disturbance why what was seen before does not count any more: `the clock jumped by 3600 s`; empty when nothing disturbed it
/// @param agreeing the newest cycles since then that saw one and the same, 0 before the first
public record Attention(int polls, String disturbance, int agreeing) {

    /// Cycles that must agree after a disturbance.
    public static final int AGREEING = 2;

    public static final Attention LONG_ENOUGH = new Attention(Integer.MAX_VALUE, "", AGREEING);

    public boolean isDisturbed() {
        return !disturbance.isEmpty() && agreeing < AGREEING;
    }
}
