package org.handyrep.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Branch;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.ControlData;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Histories;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.plan.OldData;
import org.handyrep.plan.RejoinJob;
import org.handyrep.plan.RejoinLook;
import org.handyrep.plan.Situation.LeftWal;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.PgCtl;
import org.handyrep.plugin.Row;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.Sql;
import org.handyrep.plugin.SqlResult;
import org.handyrep.plugin.Tools;
import org.handyrep.plugin.cloning.RejoinFolder;

/// Looks at an old primary and at the present one before a rejoin is planned. Changes nothing.
record RejoinLooks(Tools tools, EvidenceFolder evidence) {

    /// Bytes of a WAL file where nothing else is known.
    static final int SEGMENT = 16 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /// What one look at the host told, by name, and where there are several, by number.
    private record Told(Map<String, String> facts, Map<Integer, StringBuilder> histories, List<String> wal) {

        String fact(String name) {
            return facts.getOrDefault(name, "");
        }

        int number(String name, int otherwise) {
            return fact(name).matches("[0-9]{1,9}") ? Integer.parseInt(fact(name)) : otherwise;
        }

        List<TimelineSwitch> history(int timeline) {
            return TimelineSwitch.parse(String.valueOf(histories.getOrDefault(timeline, new StringBuilder())));
        }
    }

    /// Empty when the servers are not there, or the primary takes no session; the planner says so.
    Optional<RejoinLook> look(ClusterSnapshot snapshot, String name) {
        Optional<Server> old = snapshot.find(name).map(Observation::server).filter(s -> s.role().isPostgres());
        return old.flatMap(server -> snapshot.configuredPrimary()
                .filter(o -> o.state() instanceof ServerState.Primary && !o.name().equals(server.name()))
                .map(o -> look(server, o.server(), (ServerState.Primary) o.state())));
    }

    private RejoinLook look(Server server, Server upstream, ServerState.Primary primary) {
        ServerState state;
        try (Sql sql = tools.sql(server, AdminSessions.login(tools))) {
            state = ServerProbe.quick(sql, LIMIT, 0);
        }
        Shell shell = tools.shell(server);
        String pgdata = server.setting("pgdata").orElse("");
        CommandResult result = pgdata.startsWith("/")
                ? shell.run(RewindScripts.look(pgdata, server.setting("rewind_path").orElse(""), RejoinFolder.name(server.name())))
                : new CommandResult.NotStarted("no pgdata is configured");
        Told told = told(result);
        Optional<OldData> data = data(told, segment(primary.facts()));
        RejoinJob job = new RejoinJob(
                server.name(), upstream.name(), told.number("major", 0), pgdata,
                PgCtl.of(server, "pg_ctl", Optional.empty(), List.of(), 0).configuration().map(RejoinLooks::file).orElse(""),
                told.fact("beside"), told.fact("tool"), told.fact("postgres"));
        Branch primarys = branch(upstream, primary.facts());
        Optional<Lsn> fork = data.flatMap(d -> Histories.fork(d.branch(), primarys));
        Wal wal = new Wal(shell, server, data.map(OldData::segment).orElse(SEGMENT), told.wal());
        Optional<LeftWal> left = data.flatMap(d -> wal.left(d, fork.orElse(d.control().checkpoint())));
        Optional<Lsn> end = left.map(LeftWal::end).filter(e -> fork.filter(e::isAfter).isEmpty());
        return new RejoinLook(
                state,
                told.fact("beside").isEmpty() ? Optional.empty() : data,
                result.describe(),
                fork,
                left,
                data.map(d -> wal.reaches(d, fork)).orElse(false),
                data.map(d -> source(upstream, end.orElse(wal.needed(d, fork)), primary.facts(), primarys.known()))
                        .orElseGet(() -> new RejoinLook.Source(false, "", false, "", primarys.known())),
                evidence.named(server.name()),
                job);
    }

    /// The WAL on its disk.
    private record Wal(Shell shell, Server server, int segment, List<String> files) {

        /// Nothing is known where a file between the fork and the end is gone.
        Optional<LeftWal> left(OldData data, Lsn from) {
            List<Lsn> commits = new ArrayList<>();
            Lsn end = from;
            for (Histories.Stretch stretch : Histories.from(data.branch(), from)) {
                WalDisk disk = new WalDisk(shell, server, stretch.timeline(), segment);
                Optional<LeftWal> found = files.contains(disk.name(stretch.from())) ? disk.after(stretch.from(), WalDisk.ALL) : Optional.empty();
                if (found.isEmpty() && Long.remainderUnsigned(stretch.from().value(), segment) == 0 && !data.control().checkpoint().isAfter(stretch.from())) {
                    continue;
                }
                if (found.isEmpty()) {
                    return Optional.empty();
                }
                Lsn last = stretch.to().filter(to -> found.get().end().isAfter(to)).orElse(found.get().end());
                found.get().commits().stream().filter(c -> !c.isAfter(last)).forEach(commits::add);
                end = Lsn.max(end, last);
            }
            return data.control().checkpoint().isAfter(end) ? Optional.empty() : Optional.of(new LeftWal(server.name(), end, commits));
        }

        /// `pg_rewind` goes back to the last checkpoint before the fork. Where the latest is later, that is known only when it looks; the file of the fork is needed in any case.
        boolean reaches(OldData data, Optional<Lsn> fork) {
            return files.stream().anyMatch(f -> f.endsWith(number(needed(data, fork))));
        }

        Lsn needed(OldData data, Optional<Lsn> fork) {
            Lsn redo = data.control().redo();
            return fork.filter(redo::isAfter).orElse(redo);
        }

        String number(Lsn position) {
            return new WalDisk(shell, server, 0, segment).name(position).substring(8);
        }
    }

    private RejoinLook.Source source(Server upstream, Lsn needed, Facts facts, boolean history) {
        boolean modern = facts.versionNumber() >= 100000;
        String number = new WalDisk(tools.shell(upstream), upstream, 0, segment(facts)).name(needed).substring(8);
        String rights = facts.versionNumber() >= 110000
                ? " OR has_function_privilege('pg_ls_dir(text,boolean,boolean)', 'execute') AND has_function_privilege('pg_stat_file(text,boolean)', 'execute')"
                        + " AND has_function_privilege('pg_read_binary_file(text)', 'execute')"
                        + " AND has_function_privilege('pg_read_binary_file(text,bigint,bigint,boolean)', 'execute')"
                : "";
        String checkpoints = facts.versionNumber() >= 150000 ? " OR pg_has_role('pg_checkpoint', 'usage')" : "";
        String question = "SELECT current_user AS who, current_setting('full_page_writes') AS pages, current_setting('is_superuser') = 'on'" + rights + " AS may,"
                + " current_setting('is_superuser') = 'on'" + checkpoints + " AS checkpoints,"
                + " EXISTS (SELECT 1 FROM " + (modern ? "pg_ls_waldir() f" : "pg_ls_dir('pg_xlog') f(name)") + " WHERE length(f.name) = 24 AND substr(f.name, 9) = ?) AS keeps";
        try (Sql sql = tools.sql(upstream, AdminSessions.login(tools))) {
            return switch (sql.run(LIMIT, question, number)) {
                case SqlResult.Failed failed -> new RejoinLook.Source(false, "", false, failed.problem().message(), history);
                case SqlResult.Rows rows -> source(rows.only(), upstream.name(), history);
            };
        }
    }

    private static RejoinLook.Source source(Row row, String upstream, boolean history) {
        String may = row.isTrue("may")
                ? ""
                : row.string("who") + " is no superuser on " + upstream + " and may not read its files: GRANT EXECUTE ON FUNCTION pg_ls_dir(text, boolean,"
                        + " boolean), pg_stat_file(text, boolean), pg_read_binary_file(text), pg_read_binary_file(text, bigint, bigint, boolean) (PostgreSQL 11"
                        + " and later), or configure superuser_pass";
        String checkpoints = row.isTrue("checkpoints")
                ? ""
                : row.string("who") + " may not CHECKPOINT " + upstream + ", which comes before pg_rewind: GRANT pg_checkpoint (PostgreSQL 15 and later), or configure superuser_pass";
        return new RejoinLook.Source(row.isTrue("keeps"), may.isEmpty() ? checkpoints : may, row.string("pages").equals("on"), "", history);
    }

    private static Told told(CommandResult result) {
        Told told = new Told(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        if (result instanceof CommandResult.Exited exited && exited.status() == 0) {
            exited.output().lines().map(line -> line.split("\t", 2)).filter(words -> words.length == 2).forEach(words -> {
                switch (words[0]) {
                    case "history" -> history(told, words[1]);
                    case "wal" -> told.wal().add(words[1]);
                    default -> told.facts().putIfAbsent(words[0], words[1].strip());
                }
            });
        }
        return told;
    }

    /// `00000002 1\t0/3000000\treason`, the name of the file first.
    private static void history(Told told, String line) {
        if (line.matches("[0-9A-F]{8} .*")) {
            told.histories()
                    .computeIfAbsent(Integer.parseUnsignedInt(line.substring(0, 8), 16), t -> new StringBuilder())
                    .append(line.substring(9))
                    .append('\n');
        }
    }

    /// @param segment the primary's
    private static Optional<OldData> data(Told told, int segment) {
        return ControlData.parseHex(told.fact("control")).map(control -> {
            int timeline = told.wal().stream()
                    .map(file -> Integer.parseUnsignedInt(file.substring(0, 8), 16))
                    .filter(t -> t > control.timeline() && told.history(t).stream().anyMatch(s -> s.timeline() == control.timeline()))
                    .max(Integer::compare)
                    .orElse(control.timeline());
            Optional<Boolean> tracked = told.fact("hints").isEmpty()
                    ? Optional.empty()
                    : Optional.of(told.fact("hints").equals("on") || !told.fact("checksums").equals("0"));
            return new OldData(
                    control, told.number("major", 0), told.fact("running"), told.fact("marked").equals("yes"), timeline, told.history(timeline),
                    told.number("segment", segment), told.fact("begun"),
                    new OldData.Rewind(
                            told.fact("rewind"), tracked,
                            told.fact("pages").isEmpty() ? Optional.empty() : Optional.of(told.fact("pages").equals("on"))));
        });
    }

    /// Before PostgreSQL 11 the setting counts pages.
    static int segment(Facts facts) {
        int told = facts.number("wal_segment_size", SEGMENT);
        return told < 1024 * 1024 ? told * 8192 : told;
    }

    /// The history is a file, which the user who watches may often not read.
    private Branch branch(Server upstream, Facts seen) {
        Branch known = branch(seen);
        if (known.known()) {
            return known;
        }
        try (Sql sql = tools.sql(upstream, AdminSessions.login(tools))) {
            return ServerProbe.look(sql, LIMIT, false) instanceof ServerState.Primary now ? branch(now.facts()) : known;
        }
    }

    private static Branch branch(Facts facts) {
        return new Branch(facts.timeline(), facts.history(), facts.timeline() == 1 || !facts.history().isEmpty(), List.of());
    }

    private static String file(String configuration) {
        return configuration.toLowerCase(Locale.ROOT).endsWith(".conf") ? configuration : configuration + "/postgresql.conf";
    }
}
