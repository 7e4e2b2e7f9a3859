package org.handyrep.ui.server;

import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.ui.common.Asking;

/// A change of which servers take part. The engine's function does it at once, without a plan.
enum ServerChange {
    ENABLE("enable", "Enable", KeyCode.E),
    DISABLE("disable", "Disable…", KeyCode.D),
    REMOVE("remove", "Remove…", KeyCode.DELETE);

    final String function;
    final String label;
    final KeyCode key;

    ServerChange(String function, String label, KeyCode key) {
        this.function = function;
        this.label = label;
        this.key = key;
    }

    /// What a person has to agree to first; empty where there is nothing to lose.
    ///
    /// @param cluster named, because another one may have a server of the same name
    Optional<Asking> asks(String cluster, Observation seen) {
        String name = seen.name();
        return switch (this) {
            case ENABLE -> Optional.empty();
            case DISABLE -> Optional.of(new Asking(
                    "Disable " + name + " of " + cluster + "?", disabled(seen), "Disable " + name, isPrimary(seen) ? Optional.of(name) : Optional.empty(), true));
            case REMOVE -> Optional.of(new Asking(
                    "Remove " + name + " of " + cluster + "?",
                    name + " is taken out of the list of servers. Nothing on its host is touched.",
                    "Remove " + name,
                    Optional.empty(),
                    true));
        };
    }

    /// Whether the function wants the server's name as `confirm`.
    boolean isConfirmed(Observation seen) {
        return this == DISABLE && isPrimary(seen);
    }

    private static String disabled(Observation seen) {
        String name = seen.name();
        if (isPrimary(seen)) {
            return name + " is the primary: disabling it shuts it down, and no other server takes its place. To let another one take its place, switch over instead.";
        }
        return seen.server().role().isPostgres()
                ? name + " is shut down. Until it is enabled again it cannot take over, and that it is silent is no alarm."
                : name + " goes on running. Until it is enabled again HandyRep neither looks at it nor changes it.";
    }

    private static boolean isPrimary(Observation seen) {
        return seen.server().isMaster() || seen.state() instanceof ServerState.Primary;
    }
}
