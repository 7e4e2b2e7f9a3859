package org.handyrep.ui.plan;

import java.util.Optional;
import java.util.function.BiFunction;
import javafx.scene.input.KeyCode;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.engine.Operator;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Asking;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.main.Navigator;

/// What can be done with an operation that runs or was interrupted: whether it may be done now, what is asked before, and what the engine answers. Called on
/// the JavaFX thread.
public final class OperationActions {

    private final Engine engine;
    private final Navigator nav;

    public OperationActions(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
    }

    public enum Act {
        CANCEL("Cancel the operation", KeyCode.H),
        RESUME("Resume the operation", KeyCode.Y),
        ROLL_BACK("Roll the operation back", KeyCode.O),
        LEAVE("Leave the operation as it is…", KeyCode.V);

        /// In a menu.
        public final String label;
        /// With Ctrl and Shift.
        public final KeyCode key;

        Act(String label, KeyCode key) {
            this.label = label;
            this.key = key;
        }
    }

    /// Why it may not be done now; empty when it may.
    public Optional<String> cannot(Act act, Optional<Operation> operation) {
        if (operation.filter(o -> act == Act.CANCEL ? OperationTexts.isRunning(o) : o.state() == Operation.State.INTERRUPTED).isEmpty()) {
            return Optional.of(act == Act.CANCEL ? "no operation is running" : "no operation was interrupted");
        }
        Operation o = operation.get();
        return nav.forbidden(o.function()).or(() -> switch (act) {
            case CANCEL -> o.cancelObstacle();
            case RESUME, LEAVE -> Optional.empty();
            case ROLL_BACK -> OperationTexts.isPastReturn(o) ? Optional.of("it is past its point of no return") : Optional.empty();
        });
    }

    public void run(Act act, Operation o) {
        switch (act) {
            case CANCEL -> ask(engine::cancel, o);
            case RESUME -> ask(engine::resume, o);
            case ROLL_BACK -> ask(engine::rollBack, o);
            case LEAVE -> leave(o);
        }
    }

    private void leave(Operation o) {
        Asking asking = new Asking(
                "Leave " + o.title() + " of " + engine.view().snapshot().clusterName() + " as it is?",
                "Nothing is done to the servers. The operation is closed, and new plans can be made from what is there now.",
                "Leave as it is",
                Optional.empty(),
                true);
        if (asking.ask(nav.window())) {
            ask(engine::leave, o);
        }
    }

    private void ask(BiFunction<Operator, String, Outcome> act, Operation o) {
        nav.background(
                () -> act.apply(nav.operator(), o.id()),
                said -> nav.notify(said.succeeded() ? Mark.RUNNING : Mark.WARNING, said.details()));
    }
}
