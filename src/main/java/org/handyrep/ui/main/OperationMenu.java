package org.handyrep.ui.main;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Operation;
import org.handyrep.ui.plan.OperationActions;
import org.handyrep.ui.plan.OperationActions.Act;

/// The part of the cluster's menu that is about the operation at the bottom of the window.
final class OperationMenu {

    private final Frame frame;
    private final Map<Act, MenuItem> items = new EnumMap<>(Act.class);

    OperationMenu(Frame frame) {
        this.frame = frame;
        for (Act act : Act.values()) {
            MenuItem item = new MenuItem();
            item.setMnemonicParsing(false);
            item.setAccelerator(new KeyCodeCombination(act.key, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
            item.setOnAction(e -> actions().ifPresent(a -> operation().ifPresent(o -> a.run(act, o))));
            items.put(act, item);
        }
    }

    Collection<MenuItem> items() {
        return items.values();
    }

    /// A disabled item cannot show a tooltip, so its text carries the reason.
    void refresh() {
        Optional<OperationActions> actions = actions();
        Optional<Operation> operation = operation();
        items.forEach((act, item) -> {
            Optional<String> why = actions.flatMap(a -> a.cannot(act, operation));
            item.setText(act.label + why.map(reason -> "   (" + reason + ")").orElse(""));
            item.setDisable(actions.isEmpty() || why.isPresent());
        });
    }

    private Optional<OperationActions> actions() {
        return frame.current().flatMap(ClusterSession::open).map(o -> new OperationActions(o.engine(), o.nav()));
    }

    private Optional<Operation> operation() {
        return frame.current().flatMap(ClusterSession::view).flatMap(ClusterView::operation);
    }
}
