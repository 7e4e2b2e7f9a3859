package org.handyrep.conf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.ClusterStatus;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.Status;

/// What a starting HandyRep believes until it has looked at the servers.
///
/// @param origin where the state comes from: `servers.save`, `servers.save.1`, `table "public"."handyrep"`, `handyrep.conf`
/// @param rolesAreCertain false when what was newest could not be read: nobody may act before the roles were learnt from the servers
/// @param problems for the log and the window, one sentence each
public record StartState(SavedState state, String origin, boolean rolesAreCertain, List<String> problems) {

    public StartState {
        problems = List.copyOf(problems);
    }

    /// The newest valid one of file and table, or `[servers]` of handyrep.conf at the first start and with `override_server_file`.
    ///
    /// @param table [SavedResult.Absent] where it was not asked
    public static StartState choose(SavedResult file, SavedResult table, Conf conf, Instant now) {
        List<String> problems = new ArrayList<>();
        if (conf.isTrue("handyrep", "override_server_file")) {
            return new StartState(ofConf(conf, now), name(conf), true, problems);
        }
        SavedResult.Found newest = null;
        for (SavedResult result : List.of(file, table)) {
            switch (result) {
                case SavedResult.Found found -> {
                    problems.addAll(found.problems());
                    if (newest == null || found.state().updated().isAfter(newest.state().updated())) {
                        newest = found;
                    }
                }
                case SavedResult.Absent absent -> {}
                case SavedResult.Unusable unusable -> problems.addAll(unusable.problems());
            }
        }
        boolean certain = isWhole(file) || (file instanceof SavedResult.Absent && !(table instanceof SavedResult.Unusable));
        if (newest == null) {
            if (!certain) {
                problems.add("no saved state can be read, so the roles are those of " + name(conf)
                        + ", which may be older than the last failover");
            }
            return new StartState(ofConf(conf, now), name(conf), certain, problems);
        }
        for (Server server : conf.servers()) {
            if (newest.state().servers().stream().noneMatch(s -> s.name().equals(server.name()))) {
                problems.add("server " + server.name() + " of " + name(conf) + " is not in " + newest.origin()
                        + ", which counts; add it with add_server");
            }
        }
        return new StartState(newest.state(), newest.origin(), certain, problems);
    }

    /// A table that cannot be reached takes nothing from a whole file: a start while the primary is down is an ordinary one.
    private static boolean isWhole(SavedResult file) {
        return file instanceof SavedResult.Found found && found.problems().isEmpty();
    }

    private static SavedState ofConf(Conf conf, Instant now) {
        Map<String, Status> statuses = new LinkedHashMap<>();
        conf.servers().forEach(s -> statuses.put(s.name(), Status.unknown(now)));
        return new SavedState(now, conf.servers(), statuses, ClusterStatus.UNKNOWN, "not checked yet");
    }

    private static String name(Conf conf) {
        return String.valueOf(conf.file().getFileName());
    }
}
