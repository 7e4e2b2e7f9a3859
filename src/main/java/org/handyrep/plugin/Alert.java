package org.handyrep.plugin;

/// `push_alert_method`: tells people.
public interface Alert {

    /// Called on a thread of its own, never while anybody waits. Gives up after half a minute by itself.
    ///
    /// @param category `VERDICT`, `STATUS`, `FINDING`, `OPERATION`, `AUTOMATION`, `PLUGIN`, `HANDYREP`
    /// @param message one sentence that names the cluster and the server, without secrets
    Outcome run(String category, String message);
}
