package org.handyrep.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Refusal;
import org.handyrep.plan.Request;
import org.handyrep.plan.check.Answer;
import org.handyrep.plan.check.Attention;
import org.handyrep.plan.check.Circumstances;
import org.handyrep.plan.check.FailoverCheck;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// HandyRep's `failover_check`: after every cycle it asks what is to be done without a person, and does it as a person would: a plan, and that plan is run.
///
/// It has a thread of its own, so the observer never waits for it. One cycle is judged at a time, the newest; those between are passed over. Whatever is
/// thrown is logged, and the next cycle is judged.
final class Automation implements AutoCloseable {

    /// Who has begun what was begun without a person.
    static final String OPERATOR = "HandyRep";

    /// Of that name on another console, as this one reads it.
    private static final String ELSEWHERE = OPERATOR + " on ";

    private static final long FIRST_WAIT = 1_000_000_000L;
    private static final long LONGEST_WAIT = 30_000_000_000L;

    private final AutomationWorld world;
    private final AttentionWatch attention;
    private final AutomationHistory history;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wake = lock.newCondition();
    private @Nullable ClusterView newest;
    private @Nullable ClusterView judged;
    private @Nullable Thread thread;
    private boolean closed;
    private volatile boolean acts;
    private volatile AutomationShown shown;
    private volatile Optional<String> refused = Optional.empty();
    private Optional<String> makesWay = Optional.empty();
    private long waitNanos = FIRST_WAIT;
    private long notBefore;

    /// @param shown what is shown before the first cycle
    /// @param changed called when what is shown has changed
    Automation(
            AutomationWorld world,
            AttentionWatch attention,
            AutomationHistory history,
            AutomationShown shown,
            Runnable changed) {
        this.shown = shown;
        this.world = world;
        this.attention = attention;
        this.history = history;
        this.changed = changed;
        this.notBefore = world.nanos();
    }

    /// Whether that operator is no person, on whichever console.
    static boolean isOperator(String operator) {
        return operator.equals(OPERATOR) || operator.startsWith(ELSEWHERE);
    }

    /// From now on it acts, and does not only say what it would do.
    void start() {
        acts = true;
    }

    AutomationShown shown() {
        return shown;
    }

    /// What is to be shown of that cycle, computed now.
    AutomationShown judged(ClusterView seen) {
        Circumstances now = world.circumstances(seen, attention());
        return AutomationShown.of(seen, now, FailoverCheck.decide(now), refused, history.newest(), world.ifLost(seen, now));
    }

    /// One that only answers a call has not been watching, and does not act.
    private Attention attention() {
        return acts ? attention.now() : Attention.LONG_ENOUGH;
    }

    /// A person told it something.
    void told(String what) {
        history.event(what);
        again();
    }

    /// Takes note of a cycle. Returns at once.
    void offer(ClusterView cycle) {
        attend(cycle);
        lock.lock();
        try {
            newest = cycle;
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().daemon().name("failover check").start(this::loop);
            }
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Every cycle counts here, also those that are passed over.
    void attend(ClusterView cycle) {
        attention.see(cycle.snapshot(), cycle.diagnosis().verdict().code());
    }

    /// Judges the newest cycle once more, because something else has changed. Returns at once.
    void again() {
        lock.lock();
        try {
            newest = newest == null ? judged : newest;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        for (ClusterView next = take(); next != null; next = take()) {
            try {
                check(next);
            } catch (Throwable thrown) {
                history.state("thrown " + thrown, true, true, "failover_check ended early and runs again with the next cycle: " + thrown);
            }
        }
    }

    private @Nullable ClusterView take() {
        lock.lock();
        try {
            while (newest == null && !closed) {
                wake.await();
            }
            judged = closed ? null : newest;
            newest = null;
            return judged;
        } catch (InterruptedException e) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Judges this cycle on this thread, and acts.
    void check(ClusterView seen) {
        Circumstances now = world.circumstances(seen, attention());
        Answer answer = FailoverCheck.decide(now);
        if (!(answer instanceof Answer.FailOver) && !(answer instanceof Answer.RestartPrimary)) {
            refused = Optional.empty();
            waitNanos = FIRST_WAIT;
            notBefore = world.nanos();
        }
        show(seen, now, answer);
        if (acts && world.nanos() - notBefore >= 0) {
            switch (answer) {
                case Answer.RestartPrimary restart -> act(seen, now, answer, world.restart());
                case Answer.FailOver failover -> act(seen, now, answer, world.failover());
                case Answer.Off off -> {}
                case Answer.Alive alive -> {}
                case Answer.Report report -> {}
            }
        }
    }

    private void show(ClusterView seen, Circumstances now, Answer answer) {
        if (refused.isEmpty()) {
            AutomationTexts.of(now, answer).tell(history);
        }
        Optional<IfLost> ifLost = world.ifLost(seen, now);
        AutomationShown next = AutomationShown.of(seen, now, answer, refused, history.newest(), ifLost);
        if (!next.equals(shown)) {
            shown = next;
            changed.run();
        }
    }

    private void act(ClusterView seen, Circumstances now, Answer answer, Request request) {
        Optional<String> ending = world.makeWay();
        if (ending.isPresent()) {
            if (!ending.equals(makesWay)) {
                history.event(ending.get() + " is cancelled first: the primary is lost");
            }
            makesWay = ending;
            return;
        }
        makesWay = Optional.empty();
        Runnable others = world.lookAtOthers();
        Decision decision = world.plan(seen, request);
        Optional<String> obstacle = switch (decision) {
            case Refusal refusal -> Optional.of(refusal.reason() + stops(refusal.checks()));
            case Plan plan -> obstacle(plan);
        };
        if (obstacle.isEmpty()) {
            others.run();
            Answer still = FailoverCheck.decide(world.circumstances(latest(seen), attention()));
            if (!still.getClass().equals(answer.getClass())) {
                again();
                return;
            }
            history.event("begins \"" + ((Plan) decision).title() + "\": " + ((Plan) decision).reason());
            Outcome begun = world.begin((Plan) decision);
            obstacle = begun.succeeded() ? Optional.empty() : Optional.of(begun.details());
        }
        refused = obstacle;
        if (obstacle.isPresent()) {
            notBefore = world.nanos() + waitNanos;
            waitNanos = Math.min(2 * waitNanos, LONGEST_WAIT);
            history.state("refused " + obstacle.get(), true, true, "nothing is done by itself: " + obstacle.get());
            show(seen, now, answer);
        }
    }

    /// The newest cycle there is.
    private ClusterView latest(ClusterView otherwise) {
        lock.lock();
        try {
            return newest == null ? otherwise : newest;
        } finally {
            lock.unlock();
        }
    }

    private static Optional<String> obstacle(Plan plan) {
        if (plan.isStopped()) {
            return Optional.of(plan.title() + " is not safe now" + stops(plan.checks()));
        }
        return plan.impact().typedName().map(name -> plan.title() + " needs a person's word: " + plan.impact().loss() + ". Fail over by hand (manual_failover)");
    }

    private static String stops(List<Check> checks) {
        List<String> all = checks.stream().filter(c -> c.level() == Check.Level.STOP).map(c -> c.name() + ": " + c.saw()).toList();
        return all.isEmpty() ? "" : " (" + String.join("; ", all) + ")";
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            wake.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
