package org.handyrep.ui.server;

import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import org.handyrep.plan.Request;

/// The key of each action on the selected server.
public final class Shortcuts {

    private Shortcuts() {}

    public static Optional<KeyCombination> of(Request request) {
        return switch (request) {
            case Request.ManualFailover ignored -> key(KeyCode.M);
            case Request.Promote ignored -> key(KeyCode.P);
            case Request.Remaster ignored -> key(KeyCode.F);
            case Request.ConnectionFailover ignored -> key(KeyCode.C);
            case Request.ProxyInit ignored -> key(KeyCode.W);
            case Request.AutomaticFailover ignored -> Optional.empty();
            case Request.RestartPrimary ignored -> Optional.empty();
            case Request.Archiving ignored -> Optional.empty();
            case Request.CleanUpArchive ignored -> Optional.empty();
            case Request.Isolate ignored -> key(KeyCode.I);
            case Request.Clone ignored -> key(KeyCode.N);
            case Request.Rejoin ignored -> key(KeyCode.J);
            case Request.Service s ->
                switch (s.mode()) {
                    case START -> key(KeyCode.S);
                    case STOP -> key(KeyCode.X);
                    case RESTART -> key(KeyCode.R);
                    case RELOAD -> key(KeyCode.L);
                    case FASTSTOP, STATUS -> Optional.empty();
                };
        };
    }

    private static Optional<KeyCombination> key(KeyCode code) {
        return Optional.of(ServerAction.key(code));
    }
}
