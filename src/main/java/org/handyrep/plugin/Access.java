package org.handyrep.plugin;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody whose password was right may call: everything, or the functions of a list.
///
/// @param who the name as it was typed
/// @param only the functions that may be called; empty for all
/// @param warnings sentences that are shown at every sign-in
public record Access(String who, Optional<Set<String>> only, List<String> warnings) {

    /// The functions that look and change nothing.
    public static final List<String> LOOKING = List.of(
            "get_status", "get_cluster_status", "get_master_name", "get_server_info", "get_servers_by_role", "read_log",
            "get_setting", "poll", "poll_master", "poll_all", "verify_server", "verify_all");

    private static final String LIMIT = "may only look: ro_function_list does not contain";

    public Access {
        only = only.map(Set::copyOf);
        warnings = List.copyOf(warnings);
    }

    public boolean mayCall(String function) {
        return only.map(list -> list.contains(function)).orElse(true);
    }

    /// Which of these functions may be called.
    public Set<String> of(Collection<String> functions) {
        Set<String> allowed = new LinkedHashSet<>(functions);
        allowed.removeIf(function -> !mayCall(function));
        return allowed;
    }

    /// The answer of [Authentication#run].
    public Outcome toOutcome(String function) {
        if (!mayCall(function)) {
            return marked(Outcome.failure(who + " " + LIMIT + " " + function).with("known", true));
        }
        return marked(Outcome.success(only.isEmpty()
                ? who + " may call every function"
                : who + " may call " + function + ", which only looks"));
    }

    private Outcome marked(Outcome outcome) {
        Outcome limited = only.isEmpty() ? outcome : outcome.with("limit", LIMIT);
        return warnings.isEmpty() ? limited : limited.with("warning", String.join(" ", warnings));
    }
}
