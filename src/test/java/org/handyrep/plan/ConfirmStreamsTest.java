package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.ProxyState;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Stream;
import org.handyrep.cluster.WriteProbe;
import org.handyrep.plan.step.ConfirmStreams;
import org.handyrep.plugin.Outcome;
import org.junit.jupiter.api.Test;

/// How long it is waited for a new replica: for hours while something moves, and not where nothing does.
class ConfirmStreamsTest {

    private static final String STARTING = "george: the database system is starting up";

    private static ServerState rejecting(ConnectionProblem.Kind kind, String message) {
        return new ServerState.Rejecting(new ConnectionProblem(kind, "", message));
    }

    /// george runs.
    ///
    /// @param george by the second
    /// @param recovery of his, by the second
    /// @param replayed what john knows that he has replayed, by the second; empty while he does not stream
    private record Seen(LongFunction<ServerState> george, LongFunction<String> recovery, Optional<LongUnaryOperator> replayed, long[] now) implements World {

        private long second() {
            return now[0] / 1_000_000_000;
        }

        @Override
        public ServerState look(String server) {
            return server.equals("george") ? george.apply(second()) : primary();
        }

        private ServerState primary() {
            ServerState.Primary john = (ServerState.Primary) Situations.primaryState(1000 + second(), "7000", 1);
            List<Stream> streams = replayed.stream()
                    .map(at -> new Stream("george", "george.example", "streaming", "async", Optional.empty(), Optional.of(new Lsn(at.applyAsLong(second()))), Optional.empty()))
                    .toList();
            return new ServerState.Primary(john.facts(), john.written(), streams, List.of(), new WriteProbe.NotTried(), 0, 0);
        }

        @Override
        public HostState lookAtHost(String server) {
            return Situations.RUNS;
        }

        @Override
        public String recovery(String server) {
            return recovery.apply(second());
        }

        @Override
        public Optional<ControlData> controlData(String server) {
            return Optional.empty();
        }

        @Override
        public ProxyState lookAtProxy(String proxy) {
            throw new AssertionError(proxy);
        }

        @Override
        public Optional<Server> configured(String server) {
            return Optional.empty();
        }

        @Override
        public Outcome perform(Deed deed) {
            throw new AssertionError(deed);
        }

        @Override
        public void hastenPromotion(String server) {}

        @Override
        public Optional<String> notInCharge() {
            return Optional.empty();
        }

        @Override
        public Optional<String> disowned() {
            return Optional.empty();
        }

        @Override
        public List<String> preview(Deed deed) {
            return List.of();
        }

        @Override
        public long nanos() {
            return now[0];
        }

        @Override
        public void pause(Duration time) {
            now[0] += time.toNanos();
        }
    }

    private static Seen confirmed(LongFunction<ServerState> george, LongFunction<String> recovery, String why) {
        return confirmed(new Seen(george, recovery, Optional.empty(), new long[1]), why);
    }

    private static Seen confirmed(Seen seen, String why) {
        Outcome outcome = new ConfirmStreams("george", "john", List.of()).confirm(seen);
        assertFalse(outcome.succeeded());
        assertTrue(outcome.details().contains(why), outcome::details);
        return seen;
    }

    @Test
    void aLoginThatIsRefusedIsNotWaitedForForLong() {
        String words = "george: password authentication failed";
        assertEquals(60, confirmed(s -> rejecting(ConnectionProblem.Kind.AUTHENTICATION, words), s -> "", words).second());
    }

    @Test
    void whoTakesSessionsNeverIsNotWaitedForHoweverMuchItReplays() {
        String words = "george: the database system is not accepting connections";
        assertEquals(60, confirmed(s -> rejecting(ConnectionProblem.Kind.STARTING_UP, words), s -> "WAL file " + s, words).second());
    }

    @Test
    void whoRecoversIsWaitedForAsLongAsSomethingMoves() {
        Seen seen = confirmed(s -> rejecting(ConnectionProblem.Kind.STARTING_UP, STARTING), s -> "WAL file " + Math.min(s / 100, 100), STARTING);
        assertTrue(seen.second() > 10_000, () -> seen.second() + " s");
        assertTrue(seen.second() < 10_000 + 700, () -> seen.second() + " s");
    }

    /// With hot_standby off, before PostgreSQL 14 calls that by its name.
    @Test
    void whoHasReplayedEverythingAndTakesNoSessionsIsNotWaitedForForLong() {
        LongFunction<ServerState> george = s -> rejecting(ConnectionProblem.Kind.STARTING_UP, STARTING);
        Seen seen = confirmed(new Seen(george, s -> "WAL file " + s, Optional.of(s -> 900 + s), new long[1]), STARTING);
        assertTrue(seen.second() >= 700 && seen.second() < 720, () -> seen.second() + " s");
    }
}
