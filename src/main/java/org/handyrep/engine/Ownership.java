package org.handyrep.engine;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;

/// Holds the locks of one operation, in the sessions in which it acts. A session that broke has lost its lock, whoever opened a new one.
final class Ownership {

    private static final Duration DEADLINE = Duration.ofMillis(1_500);
    /// For a voter that is slow when those who matter have answered.
    private static final Duration GRACE = Duration.ofMillis(100);
    /// Where nobody waits, and an answer that comes late would cost the lock.
    private static final Duration PATIENT = Duration.ofSeconds(5);
    private static final int ATTEMPTS = 4;
    private static final Duration RESTARTED = Duration.ofSeconds(30);

    private final Tools tools;
    private final AdminSessions sessions;
    private final int attempts;
    private OperationName name = new OperationName("", "", "");
    private Optional<Deed.Own> owned = Optional.empty();
    private Set<String> held = Set.of();
    private final Set<String> restarted = new HashSet<>();

    /// What became of a request to promote.
    enum Promotion {
        ASKED,
        /// The session does not hold the lock: nothing was done.
        NOT_HELD,
        /// The server does not let this user call `pg_promote`, and the lock is held.
        REFUSED,
        UNKNOWN
    }

    Ownership(Tools tools, AdminSessions sessions) {
        this(tools, sessions, ATTEMPTS);
    }

    /// @param attempts how often the locks are tried for while another console holds one
    Ownership(Tools tools, AdminSessions sessions, int attempts) {
        this.attempts = attempts;
        this.tools = tools;
        this.sessions = sessions;
    }

    /// Whoever owns the cluster also leaves the plan and its journal where another console finds them.
    List<String> preview(Deed.Own own) {
        List<String> lines = new ArrayList<>();
        for (String voter : own.voters()) {
            lines.add(voter + ": SELECT pg_try_advisory_lock(" + own.key() + ")");
            tools.servers().stream()
                    .filter(s -> s.name().equals(voter) && s.role().isPostgres())
                    .flatMap(s -> s.setting("pgdata").stream())
                    .forEach(data -> lines.add(voter + ": keep a copy of this journal in " + data + "/handyrep.journal"));
        }
        return lines;
    }

    synchronized void begin(OperationName operation) {
        name = operation;
        owned = Optional.empty();
        held = Set.of();
    }

    /// Frees the locks at once where that is quick; the end of their sessions frees the others.
    synchronized void end() {
        owned.ifPresent(own -> {
            Map<String, Server> holding = new TreeMap<>();
            tools.servers().stream().filter(s -> held.contains(s.name())).forEach(s -> holding.put(s.name(), s));
            Asking.all(holding, GRACE, Duration.ZERO, known -> false, server -> sessions.run(server, GRACE, LockSql.free(own.key())));
        });
        owned = Optional.empty();
        held = Set.of();
    }

    synchronized Outcome acquire(Deed.Own own) {
        owned = Optional.empty();
        Map<String, Server> voters = new TreeMap<>();
        tools.servers().stream().filter(s -> own.voters().contains(s.name())).forEach(s -> voters.put(s.name(), s));
        Map<String, String> silent = new TreeMap<>();
        own.voters().forEach(v -> silent.put(v, "is not configured any more"));
        List<Server> ready = prepared(own, voters, silent);
        String conflict = "";
        for (int attempt = 0; attempt < attempts; attempt++) {
            Set<String> taken = new HashSet<>();
            conflict = take(own, ready, taken, silent);
            if (conflict.isEmpty()) {
                return settle(own, taken, silent);
            }
            release(own, ready, taken);
            if (attempt + 1 < attempts) {
                rest(attempt);
            }
        }
        return Refused.mark(Outcome.failure(conflict));
    }

    private Outcome settle(Deed.Own own, Set<String> taken, Map<String, String> silent) {
        List<String> why = new ArrayList<>();
        silent.forEach((voter, reason) -> {
            if (!taken.contains(voter)) {
                why.add(voter + " " + reason);
            }
        });
        String missing = why.isEmpty() ? "" : ": " + String.join("; ", why);
        boolean candidate = own.candidate().map(taken::contains).orElse(true);
        if (!candidate || taken.size() < own.needed()) {
            release(own, tools.servers(), taken);
            return Refused.mark(Outcome.failure(candidate
                    ? "this console gets " + taken.size() + " of " + own.voters().size() + " locks, and " + own.needed() + " are needed" + missing
                    : "the lock of " + own.candidate().orElse("") + " cannot be taken" + missing));
        }
        owned = Optional.of(own);
        held = Set.copyOf(taken);
        restarted.clear();
        boolean majority = taken.size() > own.voters().size() / 2;
        return Outcome.success("this console holds " + taken.size() + " of " + own.voters().size() + " locks ("
                + String.join(", ", taken.stream().sorted().toList()) + ")"
                + (majority ? "" : ", which is no majority" + missing));
    }

    /// Opens the sessions, all together.
    private List<Server> prepared(Deed.Own own, Map<String, Server> voters, Map<String, String> silent) {
        Map<String, SqlResult> answers = Asking.all(
                voters, DEADLINE, GRACE,
                known -> known.size() > own.voters().size() / 2 && own.candidate().map(known::contains).orElse(true),
                server -> sessions.run(server, DEADLINE, LockSql.KEEP_ALIVE));
        voters.keySet().forEach(v -> silent.put(v, "does not answer"));
        answers.forEach((voter, answer) -> {
            if (answer instanceof SqlResult.Failed failed && !isStatement(failed)) {
                silent.put(voter, "does not take a session: " + failed.problem().message());
            } else {
                silent.remove(voter);
            }
        });
        return voters.values().stream().filter(s -> !silent.containsKey(s.name())).toList();
    }

    private static boolean isStatement(SqlResult.Failed failed) {
        return failed.problem().kind() == ConnectionProblem.Kind.STATEMENT;
    }

    /// @return who else holds one; empty when nobody
    private String take(Deed.Own own, List<Server> ready, Set<String> taken, Map<String, String> silent) {
        for (Server server : ready) {
            SqlResult answer = sessions.run(server, DEADLINE, LockSql.take(own.key()), name.text());
            if (answer instanceof SqlResult.Failed failed) {
                silent.put(server.name(), "does not give its lock: " + failed.problem().message());
            } else if (answer instanceof SqlResult.Rows rows && rows.only().isTrue("taken")) {
                taken.add(server.name());
            } else {
                return other(own, server);
            }
        }
        return "";
    }

    private String other(Deed.Own own, Server server) {
        String holder = "another console";
        if (sessions.run(server, DEADLINE, LockSql.holder(own.key())) instanceof SqlResult.Rows rows && !rows.rows().isEmpty()) {
            Row row = rows.rows().getFirst();
            holder = OperationName.parse(row.string("name"))
                    .map(n -> n.sentence(ZoneId.systemDefault()))
                    .orElse("another console (" + row.string("who") + ")");
        }
        return holder + " holds the lock of " + server.name() + ": one operation at a time";
    }

    private void release(Deed.Own own, List<Server> servers, Set<String> taken) {
        servers.stream().filter(s -> taken.contains(s.name())).forEach(server -> {
            SqlResult freed = sessions.run(server, DEADLINE, LockSql.free(own.key()));
            if (freed instanceof SqlResult.Failed failed) {
                tools.log("OPERATION", server.name() + " did not free the lock: " + failed.problem().message(), true);
            }
        });
    }

    private static void rest(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100L * (attempt + 1) + 20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes the lock of a server again that the operation itself restarted, which ended the session that held it. Nothing where it was not held.
    synchronized Outcome retake(Server server) {
        if (owned.isEmpty() || !held.contains(server.name())) {
            return Outcome.success("");
        }
        String why = "";
        for (long end = System.nanoTime() + RESTARTED.toNanos(); System.nanoTime() < end; rest(0)) {
            var unused = sessions.look(server, DEADLINE);
            SqlResult answer = sessions.run(server, DEADLINE, LockSql.take(owned.get().key()), name.text());
            if (answer instanceof SqlResult.Rows rows) {
                return rows.only().isTrue("taken")
                        ? Outcome.success("this console holds the lock of " + server.name() + " again")
                        : Outcome.failure(other(owned.get(), server));
            }
            why = answer instanceof SqlResult.Failed failed ? failed.problem().message() : "";
        }
        return Outcome.failure(server.name() + " was restarted and does not give its lock: " + why);
    }

    /// The operation itself stops or starts this server: the end of that session is no sign that another console acts.
    synchronized void restarts(String server) {
        restarted.add(server);
    }

    /// Asks the servers whether the sessions still hold the locks without which the operation must not go on.
    synchronized Optional<String> lost() {
        if (owned.isEmpty()) {
            return Optional.of("this console does not own the cluster");
        }
        Deed.Own own = owned.get();
        return own.candidate().isPresent() || own.needed() > 1 ? lostOf(own) : lostOfAll(own);
    }

    private Optional<String> lostOf(Deed.Own own) {
        Map<String, Boolean> asked = ask(own, server -> own.needed() > 1 || own.candidate().equals(Optional.of(server)), DEADLINE, 1);
        Set<String> still = new HashSet<>(asked.keySet());
        still.removeIf(voter -> !asked.getOrDefault(voter, false));
        if (own.candidate().isPresent() && !still.contains(own.candidate().get())) {
            return Optional.of(notHeld(own.candidate().get()));
        }
        return own.needed() > 1 && still.size() < own.needed()
                ? Optional.of("this console holds " + still.size() + " of " + own.voters().size() + " locks now, and " + own.needed() + " are needed")
                : Optional.empty();
    }

    /// Where no single lock decides, each that was taken keeps others out: none may have been lost but with its server.
    private Optional<String> lostOfAll(Deed.Own own) {
        Map<String, Boolean> asked = ask(own, server -> true, PATIENT, 2);
        for (Map.Entry<String, Boolean> answer : asked.entrySet()) {
            if (!answer.getValue() && !isTakenAgain(own, answer.getKey())) {
                return Optional.of(notHeld(answer.getKey()));
            }
        }
        return asked.isEmpty() && !held.isEmpty()
                ? Optional.of("none of the servers answers whose locks this console took (" + String.join(", ", held.stream().sorted().toList()) + ")")
                : Optional.empty();
    }

    private static String notHeld(String server) {
        return "this console holds the lock of " + server + " no more: its session was ended or broke";
    }

    /// @param tries the first question after a session broke may only tell that
    /// @return whether the lock is held, of each server that answers
    private Map<String, Boolean> ask(Deed.Own own, Predicate<String> which, Duration deadline, int tries) {
        Map<String, Server> holding = new TreeMap<>();
        tools.servers().stream()
                .filter(s -> held.contains(s.name()) && which.test(s.name()))
                .forEach(s -> holding.put(s.name(), s));
        Map<String, Boolean> answers = new TreeMap<>();
        Asking.all(
                        holding, deadline, Duration.ZERO,
                        known -> false,
                        server -> isHeld(own, server, deadline, tries))
                .forEach((voter, answer) -> {
                    if (answer instanceof SqlResult.Rows rows) {
                        answers.put(voter, rows.only().isTrue("held"));
                    }
                });
        return answers;
    }

    private SqlResult isHeld(Deed.Own own, Server server, Duration deadline, int tries) {
        SqlResult answer = sessions.run(server, deadline, LockSql.isHeld(own.key()));
        return answer instanceof SqlResult.Failed && tries > 1 ? isHeld(own, server, deadline, tries - 1) : answer;
    }

    private boolean isTakenAgain(Deed.Own own, String voter) {
        return restarted.contains(voter) && tools.servers().stream().filter(s -> s.name().equals(voter)).anyMatch(server -> {
            var unused = sessions.run(server, DEADLINE, LockSql.KEEP_ALIVE);
            return sessions.run(server, DEADLINE, LockSql.take(own.key()), name.text()) instanceof SqlResult.Rows rows && rows.only().isTrue("taken");
        });
    }

    /// Promotes in the session that holds the lock of that server: one statement, so that nothing can come between.
    synchronized Promotion promote(Server server) {
        if (owned.isEmpty() || !owned.get().candidate().equals(Optional.of(server.name()))) {
            return Promotion.NOT_HELD;
        }
        return switch (sessions.run(server, Duration.ofSeconds(3), LockSql.promote(owned.get().key()))) {
            case SqlResult.Rows rows -> rows.only().string("answer").equals("not held") ? Promotion.NOT_HELD : Promotion.ASKED;
            case SqlResult.Failed failed when !isStatement(failed) -> Promotion.UNKNOWN;
            case SqlResult.Failed failed -> lost().isEmpty() ? Promotion.REFUSED : Promotion.NOT_HELD;
        };
    }
}
