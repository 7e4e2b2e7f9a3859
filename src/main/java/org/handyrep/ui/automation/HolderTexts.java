package org.handyrep.ui.automation;

import java.util.Optional;
import java.util.Set;
import org.handyrep.engine.ClusterView.InCharge;
import org.handyrep.engine.Holder;
import org.handyrep.ui.common.Formats;

/// What is said about the console that has the cluster.
public final class HolderTexts {

    private static final String WATCHES = "watches";

    /// What may be called while another console is at work: nothing of it touches a server.
    private static final Set<String> HARMLESS = Set.of(
            "verify_all", "poll", "poll_all", "poll_master", "reload_conf", "read_log", "pause_automation", "resume_automation", "acknowledge");

    private HolderTexts() {}

    /// `In charge: this console`, `In charge: anna@desk1 since 12:04:07`, `anna@desk1: failover john → paul since 12:04:07`.
    public static String chip(InCharge inCharge) {
        return inCharge.holder()
                .filter(h -> !(h.thisConsole() && h.what().equals(WATCHES)))
                .map(h -> h.what().equals(WATCHES)
                        ? "In charge: " + h.console() + since(h)
                        : (h.thisConsole() ? "This console" : h.console()) + ": " + h.what() + since(h))
                .orElse(inCharge.sentence());
    }

    /// What another console does to the cluster now; empty while none does anything.
    public static Optional<String> elsewhere(InCharge inCharge) {
        return inCharge.holder()
                .filter(h -> !h.thisConsole() && !h.what().equals(WATCHES))
                .map(h -> h.console() + " is at work: " + h.what() + since(h));
    }

    /// Why a function may not be called because of that.
    public static Optional<String> forbids(InCharge inCharge, String function) {
        return HARMLESS.contains(function) || function.startsWith("get_")
                ? Optional.empty()
                : elsewhere(inCharge).map(what -> what + "; one console at a time");
    }

    private static String since(Holder holder) {
        return holder.since().map(at -> " since " + Formats.clock(at)).orElse("");
    }
}
