package org.handyrep.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The API functions and the names of their arguments.
final class ApiSignatures {

    /// Stands for any key of a server.
    private static final String ANY = "*";

    private static final Map<String, List<String>> ALL = declare();

    private ApiSignatures() {}

    static boolean has(String function) {
        return ALL.containsKey(function);
    }

    static Set<String> names() {
        return ALL.keySet();
    }

    /// @throws Arguments.Missing if one has a name that this function does not know
    static void check(String function, Map<String, String> given) {
        List<String> known = ALL.getOrDefault(function, List.of());
        if (known.contains(ANY)) {
            return;
        }
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                throw Arguments.unknown(function, name, known);
            }
        }
    }

    private static Map<String, List<String>> declare() {
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("get_status", List.of("check_type"));
        all.put("get_cluster_status", List.of("verify"));
        all.put("get_master_name", List.of());
        all.put("get_server_info", List.of("servername", "verify"));
        all.put("get_servers_by_role", List.of("serverrole", "verify"));
        all.put("read_log", List.of("numlines"));
        all.put("get_setting", List.of("category", "setting"));
        all.put("set_verbose", List.of("verbose"));
        all.put("poll", List.of("servername"));
        all.put("poll_master", List.of());
        all.put("poll_all", List.of());
        all.put("verify_server", List.of("servername"));
        all.put("verify_all", List.of());
        all.put("failover_check", List.of("verify"));
        all.put("init_handyrep_db", List.of());
        all.put("reload_conf", List.of());
        all.put("shutdown", List.of("servername", "confirm"));
        all.put("startup", List.of("servername", "confirm"));
        all.put("restart", List.of("servername", "confirm"));
        all.put("reload", List.of("servername", "confirm"));
        all.put("restart_master", List.of("confirm"));
        all.put("promote", List.of("newmaster", "confirm"));
        all.put("manual_failover", List.of("newmaster", "remaster", "old_primary_follows", "hold_clients", "salvage_wal", "confirm"));
        all.put("save_evidence", List.of("servername"));
        all.put("isolate", List.of("servername", "confirm"));
        all.put("remaster", List.of("replicaserver", "newmaster", "confirm"));
        all.put("clone", List.of("replicaserver", "reclone", "clonefrom", "max_rate", "confirm"));
        all.put("rejoin", List.of("replicaserver", "how", "confirm"));
        all.put("connection_failover", List.of("newmaster"));
        all.put("connection_proxy_init", List.of("servername"));
        all.put("start_archiving", List.of());
        all.put("stop_archiving", List.of());
        all.put("cleanup_archive", List.of());
        all.put("pause_automation", List.of("reason", "minutes"));
        all.put("resume_automation", List.of());
        all.put("acknowledge", List.of("comment"));
        all.put("enable", List.of("servername"));
        all.put("disable", List.of("servername", "confirm"));
        all.put("remove", List.of("servername"));
        all.put("alter_server_def", List.of("servername", "props", ANY));
        all.put("add_server", List.of("servername", "props", ANY));
        return all;
    }
}
