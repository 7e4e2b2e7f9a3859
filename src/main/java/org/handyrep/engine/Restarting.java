package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.RunMode;

/// Which deeds stop or start a server, which ends every session with it.
final class Restarting {

    private Restarting() {}

    static Optional<String> server(Deed deed) {
        return switch (deed) {
            case Deed.Service service when service.mode() != RunMode.STATUS && service.mode() != RunMode.RELOAD -> Optional.of(service.server());
            case Deed.StopForGood stop -> Optional.of(stop.server());
            case Deed.Kill kill -> Optional.of(kill.server());
            case Deed.StartClone start -> Optional.of(start.server());
            case Deed.StopClone stop -> Optional.of(stop.server());
            case Deed.StartRejoined start -> Optional.of(start.job().server());
            default -> Optional.empty();
        };
    }
}
