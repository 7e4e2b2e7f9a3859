package org.handyrep.engine;

import java.time.Duration;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.ServerState;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;

/// Looks at one PostgreSQL server (9.3 to 18) over SQL: two round trips, one more each for the write probe and the timeline history. Never throws for what the server does.
public final class ServerProbe {

    private static final String VERSION = "SELECT current_setting('server_version_num') AS version";

    /// 55000: a function that works only in recovery was asked in the moment of a promotion.
    private static final String NOT_IN_RECOVERY = "55000";

    private ServerProbe() {}

    /// Everything a decision needs.
    ///
    /// @param deadline for all of it, connecting included
    /// @param write whether a primary is asked to commit something too
    public static ServerState look(Sql sql, Duration deadline, boolean write) {
        Remaining remaining = new Remaining(deadline);
        ServerState state = ask(sql, remaining, 0, true, true);
        return switch (state) {
            case ServerState.Primary primary when write -> primary.withWrite(WriteCheck.run(sql, remaining.time(), primary.facts()));
            case ServerState.Primary primary -> primary;
            case ServerState.Replica replica -> replica;
            case ServerState.Rejecting rejecting -> rejecting;
            case ServerState.Unreachable unreachable -> unreachable;
            case ServerState.NotPolled notPolled -> notPolled;
        };
    }

    /// Only what moves, for the steps of a plan: cluster, in recovery or not, positions, timeline, receiver. Settings, streams and slots stay empty.
    ///
    /// @param known the server's `server_version_num` if it was asked before, which saves a round trip; 0 if not
    public static ServerState quick(Sql sql, Duration deadline, int known) {
        return ask(sql, new Remaining(deadline), known, false, true);
    }

    private static ServerState ask(Sql sql, Remaining remaining, int known, boolean full, boolean again) {
        int version = known;
        if (version == 0) {
            switch (sql.ask(remaining.time(), VERSION)) {
                case SqlResult.Failed failed -> {
                    return failed(failed.problem());
                }
                case SqlResult.Rows rows -> version = rows.only().number("version").orElse(0L).intValue();
            }
        }
        String query = full ? ProbeQuery.full(version) : ProbeQuery.quick(version);
        switch (sql.ask(remaining.time(), query)) {
            case SqlResult.Rows answer -> {
                return withHistory(sql, remaining, new ProbeAnswer(answer.rows(), version), version);
            }
            case SqlResult.Failed failed -> {
                return again && failed.problem().sqlState().equals(NOT_IN_RECOVERY)
                        ? ask(sql, remaining, version, full, false)
                        : failed(failed.problem());
            }
        }
    }

    private static ServerState withHistory(Sql sql, Remaining remaining, ProbeAnswer answer, int version) {
        answer.timelineWithHistory().ifPresent(timeline -> {
            if (sql.run(remaining.time(), ProbeQuery.history(version, timeline)) instanceof SqlResult.Rows rows) {
                answer.setHistory(rows.only().string("history"));
            }
        });
        return answer.state();
    }

    private static ServerState failed(ConnectionProblem problem) {
        return problem.provesLife() ? new ServerState.Rejecting(problem) : new ServerState.Unreachable(problem);
    }

    /// What is left of a deadline. While that is more than half it is the whole, because a session sets its timeout anew, at the cost of a round trip, each time it changes.
    private static final class Remaining {
        private final Duration deadline;
        private final long end;

        Remaining(Duration deadline) {
            this.deadline = deadline;
            this.end = System.nanoTime() + deadline.toNanos();
        }

        Duration time() {
            Duration left = Duration.ofNanos(Math.max(end - System.nanoTime(), 1_000_000));
            return left.compareTo(deadline.dividedBy(2)) > 0 ? deadline : left;
        }
    }
}
