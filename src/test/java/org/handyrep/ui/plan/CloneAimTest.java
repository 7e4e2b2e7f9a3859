package org.handyrep.ui.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.plan.CloneOptions;
import org.handyrep.plan.CloneOptions.Source;
import org.handyrep.plan.CloneOptions.Target;
import org.handyrep.plan.Request;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.testing.SampleClusters;
import org.junit.jupiter.api.Test;

final class CloneAimTest {

    private static final Instant NOW = Instant.parse("2026-01-01T03:00:00Z");

    private final CloneOptions options = CloneOptions.of(SampleClusters.lagging(NOW).snapshot());

    private CloneAim aim(String target) {
        return CloneAim.of(options, Optional.of(new Request.Clone(target, Optional.empty(), false)));
    }

    @Test
    void everyServerOfPostgresButThePrimaryMayBeTheTarget() {
        assertEquals(List.of("paul", "george", "ringo"), options.targets().stream().map(Target::name).toList());
        CloneAim none = CloneAim.of(options, Optional.empty());
        assertEquals(Optional.of("Choose the server that is to become a replica."), none.obstacle());
        assertEquals(none.obstacle(), PlanFlow.of(none).obstacle());
        assertEquals(Optional.empty(), none.request());
    }

    @Test
    void thePrimaryIsTheSourceUntilAnotherIsChosen() {
        CloneAim aim = aim("ringo");
        assertEquals(Optional.of("john"), aim.sourceName());
        assertEquals(Optional.of(new Request.Clone("ringo", Optional.empty(), false)), aim.request());
        assertEquals(Optional.of(new Request.Clone("ringo", Optional.of("paul"), false)), aim.from("paul").request());
        assertEquals(aim.request(), aim.from("paul").from("john").request());
        assertEquals(List.of("john", "paul", "george"), aim.sources().stream().map(Source::name).toList());
    }

    @Test
    void aReplicaThatIsCloseIsSuggestedAndNeverTheTargetItself() {
        assertEquals(Optional.of("paul"), options.idle());
        assertEquals(Optional.of("paul"), aim("ringo").idle());
        assertEquals(Optional.empty(), aim("paul").idle());
        assertEquals(Optional.empty(), aim("ringo").from("paul").idle(), "it is chosen already");
        CloneOptions dead = CloneOptions.of(SampleClusters.primaryDead(NOW).snapshot());
        assertEquals(Optional.empty(), dead.idle(), "nothing streams");
    }

    @Test
    void withoutAPrimaryInSessionThePlannerSaysWhyAtOnce() {
        CloneOptions dead = CloneOptions.of(SampleClusters.primaryDead(NOW).snapshot());
        CloneAim aim = CloneAim.of(dead, Optional.of(new Request.Clone("paul", Optional.empty(), false)));
        assertEquals(Optional.of("Not possible now: john, which the clone would follow, is not a primary in session"), aim.obstacle());
        assertEquals(Optional.empty(), aim.request());
    }

    @Test
    void anotherTargetIsNotOverwrittenForHavingBeenTickedBefore() {
        CloneAim over = aim("ringo").withReclone(true).withRate("5");
        assertTrue(over.onto("ringo").reclone());
        assertFalse(over.onto("george").reclone());
        assertEquals("5", over.onto("george").rate(), "what was typed stays");
    }

    @Test
    void aRateIsMegabytesPerSecondAndNothingElse() {
        assertEquals(Optional.of(new Request.Clone("ringo", Optional.empty(), false, 977)), aim("ringo").withRate("1").request());
        assertEquals(aim("ringo").withRate("2.5").request(), aim("ringo").withRate(" 2,5 ").request());
        for (String wrong : List.of("fast", "-1", "0", "0.01", "99999", "1e3", "5 MB/s")) {
            assertTrue(aim("ringo").withRate(wrong).obstacle().orElse("").contains("MB per second"), wrong);
            assertEquals(Optional.empty(), aim("ringo").withRate(wrong).request(), wrong);
        }
    }

    @Test
    void aServerThatIsNewMayBeChosenBeforeItWasSeen() {
        CloneAim aim = aim("stuart");
        assertEquals(Optional.of("Waiting until HandyRep has seen stuart."), aim.obstacle());
        assertEquals(Optional.of("stuart"), aim.refresh(options).target());
    }

    @Test
    void theFlowHasItsOwnFirstPage() {
        PlanFlow flow = PlanFlow.of(aim("ringo"));
        assertEquals(FlowPage.WHAT, flow.page());
        assertEquals(List.of(FlowPage.WHAT, FlowPage.CHECKS, FlowPage.PLAN, FlowPage.PROGRESS, FlowPage.RESULT), flow.pages());
        assertEquals(FlowPage.WHAT, flow.checking().back().page());
        assertEquals("Check ringo", FlowTexts.defaultLabel(flow));
        assertEquals("Clone ringo from john", FlowTexts.title(flow.checking()));
    }

    @Test
    void silenceAboutProgressIsSaid() {
        Progress half = new Progress("copying", 500_000_000, 1_000_000_000, 50_000_000, Duration.ZERO);
        assertEquals(half.sentence(), OperationTexts.progress(half, Duration.ofSeconds(2)));
        assertTrue(OperationTexts.progress(half, Duration.ofHours(2)).endsWith("; nothing was heard of it for 2 h"));
    }

    @Test
    void aSleepOfThisMachineIsNoticedAndStaysSaid() {
        Wakefulness awake = Wakefulness.from(NOW).at(NOW.plusMillis(200)).at(NOW.plusSeconds(5));
        assertEquals(Optional.empty(), awake.slept());
        Wakefulness slept = awake.at(NOW.plusSeconds(5 + 7380));
        assertTrue(slept.slept().orElse("").startsWith("This machine slept for 2 h 3 m, until "), slept::toString);
        assertEquals(slept.slept(), slept.at(NOW.plusSeconds(5 + 7381)).slept());
    }
}
