package org.handyrep.ui.main;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.handyrep.engine.ClusterView.Automation;
import org.handyrep.ui.automation.AutomationActions;
import org.handyrep.ui.automation.Drawer;

/// The menu of automation: what it is doing and why, pause, resume, acknowledge.
final class AutomationMenu {

    private final Frame frame;
    private final Menu menu = new Menu("_Automation");
    private final MenuItem know = part("How do we know?", KeyCode.F4, Drawer.Part.EVIDENCE);
    private final MenuItem state = part("State and history", KeyCode.F7, Drawer.Part.AUTOMATION);
    private final MenuItem pause = act(KeyCode.A, AutomationActions::pause);
    private final MenuItem resume = act(KeyCode.G, AutomationActions::resume);
    private final MenuItem acknowledge = act(KeyCode.K, AutomationActions::acknowledge);

    private final MenuItem split = new MenuItem();

    AutomationMenu(Frame frame) {
        this.frame = frame;
        split.setMnemonicParsing(false);
        split.setAccelerator(new KeyCodeCombination(KeyCode.B, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
        split.setOnAction(e -> frame.openSplit());
        menu.getItems().addAll(know, state, new SeparatorMenuItem(), pause, resume, acknowledge, new SeparatorMenuItem(), split);
    }

    Menu menu() {
        return menu;
    }

    void refresh() {
        Optional<ClusterSession.State.Open> open = open();
        know.setDisable(open.isEmpty());
        state.setDisable(open.isEmpty());
        boolean isSplit = open.map(o -> Verdict.isSplit(o.engine().view())).orElse(false);
        split.setText("Split brain: look at both sides…" + (isSplit || open.isEmpty() ? "" : "   (not more than one server takes writes)"));
        split.setDisable(!isSplit);
        allow(pause, "Pause…", open, AutomationActions::cannotPause);
        allow(resume, "Resume", open, AutomationActions::cannotResume);
        allow(acknowledge, "Acknowledge…", open, AutomationActions::cannotAcknowledge);
    }

    /// A disabled item cannot show a tooltip, so its text carries the reason.
    private static void allow(
            MenuItem item,
            String text,
            Optional<ClusterSession.State.Open> open,
            BiFunction<AutomationActions, Automation, Optional<String>> refusal) {
        Optional<String> why = open.flatMap(o -> refusal.apply(actions(o), o.engine().view().automation()));
        item.setText(text + why.map(reason -> "   (" + reason + ")").orElse(""));
        item.setDisable(open.isEmpty() || why.isPresent());
    }

    private Optional<ClusterSession.State.Open> open() {
        return frame.current().flatMap(ClusterSession::open);
    }

    private static AutomationActions actions(ClusterSession.State.Open open) {
        return new AutomationActions(open.engine(), open.nav());
    }

    private MenuItem part(String text, KeyCode key, Drawer.Part part) {
        MenuItem item = new MenuItem(text);
        item.setMnemonicParsing(false);
        item.setAccelerator(new KeyCodeCombination(key));
        item.setOnAction(e -> frame.toggle(part));
        return item;
    }

    private MenuItem act(KeyCode key, Consumer<AutomationActions> act) {
        MenuItem item = new MenuItem();
        item.setMnemonicParsing(false);
        item.setAccelerator(new KeyCodeCombination(key, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN));
        item.setOnAction(e -> open().ifPresent(o -> act.accept(actions(o))));
        return item;
    }
}
