package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.plan.check.Checking;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plan.check.FailoverCheck;
import org.junit.jupiter.api.Test;

/// Automation that could not act is told while the primary still lives, not only when it is needed.
class BlockedAlertTest {

    private static final String UNFINISHED = "Failover john → paul is unfinished: resume it";

    private final List<String> alerts = new ArrayList<>();
    private Instant now = Checking.NOW;
    private final AutomationHistory history = new AutomationHistory(new EngineLog(Clock.systemUTC()), alerts::add, new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    private void judge(long second, Circumstances circumstances) {
        now = Checking.NOW.plusSeconds(second);
        AutomationTexts.of(circumstances, FailoverCheck.decide(circumstances)).tell(history);
    }

    private static Circumstances blocked() {
        return new Checking().alive().unfinished(UNFINISHED).build();
    }

    private static Circumstances well() {
        return new Checking().alive().build();
    }

    @Test
    void anInterruptedOperationIsToldOnceAfterAMinute() {
        for (long second : new long[] {0, 5, 59}) {
            judge(second, blocked());
        }
        assertEquals(List.of(), alerts, "a second program may be at it");
        for (long second : new long[] {60, 65, 600}) {
            judge(second, blocked());
        }
        assertEquals(
                List.of("Automatic failover is blocked, and would not act if the primary were lost: " + UNFINISHED), alerts);
    }

    @Test
    void itIsToldAnewOnlyWhenItWasOverBetween() {
        judge(0, blocked());
        judge(60, blocked());
        judge(65, new Checking().unfinished(UNFINISHED).build());
        judge(70, blocked());
        judge(200, blocked());
        assertEquals(1, alerts.stream().filter(a -> a.contains("is blocked")).count(), "the primary was away for a moment");
        judge(210, well());
        judge(220, blocked());
        judge(280, blocked());
        assertEquals(2, alerts.stream().filter(a -> a.contains("is blocked")).count());
    }

    @Test
    void whatEndsByItselfIsForTheLog() {
        for (long second = 0; second < 300; second += 30) {
            judge(second, new Checking().alive().running("Switchover john → paul is running").build());
        }
        assertEquals(List.of(), alerts);
    }
}
