package org.handyrep.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.Conf;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Planner;
import org.handyrep.plan.Request;
import org.handyrep.plan.Situation;
import org.handyrep.plan.check.Attention;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plan.check.FailoverCheck;
import org.handyrep.plan.check.Hold;
import org.handyrep.plan.check.Past;
import org.handyrep.plan.check.Wanted;
import org.handyrep.plan.step.StopPrimary;
import org.handyrep.plugin.Outcome;

/// What `failover_check` needs, from the parts of a real engine.
///
/// @param inCharge what `master_check_method` said in the newest cycle
record AutomationFacts(
        ClusterParts parts,
        Planning planning,
        AutomationFile file,
        Supplier<Outcome> inCharge,
        Supplier<Optional<Situation.LastSeen>> lastPrimary,
        Clock clock)
        implements AutomationWorld {

    private static final Set<String> FAILOVERS = Set.of("auto_failover", "manual_failover", "promote");

    /// An operation that ended later than this in the future ended by another console's clock.
    static final Duration CLOCKS_DIFFER = Duration.ofSeconds(10);

    /// Beside servers.save.
    static AutomationFile file(Conf conf) {
        Path save = conf.path("handyrep", "server_file").orElse(conf.resolve("servers.save"));
        return new AutomationFile(save.resolveSibling(save.getFileName() + ".automation"));
    }

    @Override
    public Circumstances circumstances(ClusterView seen, Attention attention) {
        AutomationFile.Kept kept = file.read();
        List<Story> stories = parts.desk().all();
        boolean runs = parts.desk().isChanging();
        return new Circumstances(
                wanted(),
                seen.snapshot(),
                seen.diagnosis(),
                kept.damage(),
                kept.pause(),
                inCharge.get(),
                parts.book().doubt(),
                runs
                        ? Optional.of(parts.desk().current().map(s -> s.plan().title()).orElse("an operation")
                                + " is running: one operation at a time")
                        : overtaken(stories, seen.snapshot()),
                runs ? Optional.empty() : stories.stream().filter(s -> !s.hasEnded() && !yields(s)).findFirst().map(AutomationFacts::unfinished),
                attention,
                stories.stream().flatMap(s -> past(s).stream()).toList(),
                kept.acknowledged().map(AutomationFile.Acknowledgement::at),
                lostSince(seen),
                clock.instant(),
                ZoneId.systemDefault());
    }

    /// A clone of this console is no reason to leave the primary dead; it is ended first.
    private static boolean yields(Story story) {
        return story.running() && story.elsewhere().isEmpty() && story.plan().yields();
    }

    @Override
    public Optional<String> makeWay() {
        return parts.desk().makeWay();
    }

    private static String unfinished(Story story) {
        return story.plan().title() + (story.elsewhere().isEmpty()
                ? " is unfinished: resume it, roll it back or leave it as it is (Operations)"
                : " is running on " + story.elsewhere() + ": wait until it ends");
    }

    /// What was seen before the end of an operation says nothing about what it left behind.
    static Optional<String> overtaken(List<Story> stories, ClusterSnapshot seen) {
        Instant began = seen.takenAt().minus(seen.took());
        return stories.stream()
                .filter(Story::hasEnded)
                .filter(s -> !s.events().getLast().at().isBefore(began))
                .filter(s -> s.events().getLast().at().isBefore(seen.takenAt().plus(CLOCKS_DIFFER)))
                .findFirst()
                .map(s -> s.plan().title() + " has just ended: the servers are looked at once more");
    }

    private Wanted wanted() {
        Conf conf = parts.conf();
        return new Wanted(
                conf.isTrue("failover", "auto_failover"),
                conf.isTrue("failover", "restart_master"),
                Duration.ofSeconds(conf.number("failover", "failover_cooldown")),
                conf.number("failover", "failovers_per_day"),
                conf.number("failover", "startup_grace"));
    }

    /// Empty while the primary is in session. One that was never seen alive is lost since ever.
    private static Optional<Instant> lostSince(ClusterView seen) {
        return seen.snapshot()
                .configuredPrimary()
                .filter(o -> !(o.state() instanceof ServerState.Primary))
                .map(o -> o.aliveAt().orElse(Instant.EPOCH));
    }

    /// A switchover is nothing to cool down from: the primary lived. A person's bare `promote` put another in the place of one that nobody stopped.
    static Optional<Past> past(Story story) {
        Plan plan = story.plan();
        boolean failover = FAILOVERS.contains(plan.function()) && plan.steps().stream().noneMatch(StopPrimary.class::isInstance);
        boolean restart = plan.function().equals("restart_master");
        if (!story.hasEnded() || (!failover && !restart)) {
            return Optional.empty();
        }
        JournalEvent last = story.events().getLast();
        Past.End end = switch (last.kind()) {
            case SUCCEEDED -> Past.End.SUCCEEDED;
            case ROLLED_BACK -> Past.End.TAKEN_BACK;
            case BEGUN, DONE, FAILED, WARNED, UNDOING, UNDONE, UNDO_FAILED, RESUMED, TAKEN_OVER, STOPPED, LEFT -> Past.End.FAILED;
        };
        return Optional.of(new Past(
                failover ? Past.Kind.FAILOVER : Past.Kind.RESTART,
                Automation.isOperator(story.operator()),
                last.at(),
                end,
                plan.title()));
    }

    @Override
    public Runnable lookAtOthers() {
        return parts.journals().ahead();
    }

    @Override
    public Request failover() {
        return new Request.AutomaticFailover(parts.conf().isTrue("failover", "remaster"));
    }

    @Override
    public Request restart() {
        return new Request.RestartPrimary(ServerFacts.recoveryWished(parts.conf()));
    }

    @Override
    public Decision plan(ClusterView seen, Request request) {
        parts.sessions().openAhead(seen.snapshot().servers().stream()
                .filter(o -> o.state() instanceof ServerState.Primary || o.state() instanceof ServerState.Replica)
                .map(Observation::server)
                .toList());
        return Planner.plan(planning.asked(seen, seen.snapshot(), lastPrimary.get()), request);
    }

    @Override
    public Outcome begin(Plan plan) {
        return parts.desk().begin(plan, Automation.OPERATOR);
    }

    @Override
    public Optional<IfLost> ifLost(ClusterView seen, Circumstances now) {
        return IfLostForecast.of(
                planning.assumed(seen, lastPrimary.get()),
                FailoverCheck.ifLost(now).stream().map(Hold::sentence).toList(),
                estimate());
    }

    /// A host that falls silent is found by the next poll and believed after `fail_retries` x `fail_retry_interval`; the takeover takes about a second.
    private Duration estimate() {
        Conf conf = parts.conf();
        return Duration.ofSeconds(conf.number("failover", "poll_interval")
                + (long) conf.number("failover", "fail_retries") * conf.number("failover", "fail_retry_interval")
                + 2);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }
}
