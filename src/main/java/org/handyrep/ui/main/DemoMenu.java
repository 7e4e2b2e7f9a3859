package org.handyrep.ui.main;

import javafx.application.Platform;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.handyrep.demo.DemoControls;
import org.handyrep.plugin.Outcome;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.Notices;

/// Breaks things for real on the demo cluster. Asks what can be broken each time it is opened.
final class DemoMenu {

    private DemoMenu() {}

    static void prepare(Menu menu, Frame frame) {
        menu.getItems().setAll(new MenuItem("…"));
        menu.setOnShowing(e -> frame.current().flatMap(ClusterSession::controls).ifPresent(c -> fill(menu, frame, c)));
    }

    private static void fill(Menu menu, Frame frame, DemoControls controls) {
        menu.getItems().clear();
        String before = "";
        for (DemoControls.Fault fault : controls.faults()) {
            if (!fault.server().equals(before) && !menu.getItems().isEmpty()) {
                menu.getItems().add(new SeparatorMenuItem());
            }
            before = fault.server();
            MenuItem item = new MenuItem(fault.label());
            item.setId("fault-" + fault.id().replace(' ', '-'));
            item.setMnemonicParsing(false);
            item.setOnAction(e -> cause(frame, controls, fault));
            menu.getItems().add(item);
        }
    }

    static void cause(Frame frame, DemoControls controls, DemoControls.Fault fault) {
        Notices.Notice done = frame.notices().add(Mark.RUNNING, fault.label() + "…");
        Thread.ofVirtual().name("demo fault").start(() -> {
            Outcome outcome = controls.cause(fault);
            Platform.runLater(() -> {
                done.remove();
                switch (outcome) {
                    case Outcome.Success s -> frame.notices().add(Mark.OK, s.details());
                    case Outcome.Failure f -> frame.notices().add(Mark.DOWN, f.details());
                }
            });
        });
    }
}
