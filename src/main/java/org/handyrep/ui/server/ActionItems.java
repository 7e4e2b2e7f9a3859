package org.handyrep.ui.server;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.handyrep.engine.Engine;
import org.handyrep.ui.main.Navigator;

/// The actions on a server as menu items. A disabled item cannot show a tooltip, so its text carries the reason.
public final class ActionItems {

    private ActionItems() {}

    /// @param withKeys whether the items own the shortcuts: true in the menu bar only
    public static List<MenuItem> of(Engine engine, Navigator nav, String server, boolean withKeys) {
        List<MenuItem> items = new ArrayList<>();
        MenuItem head = new MenuItem(server);
        head.setDisable(true);
        items.add(head);
        boolean danger = false;
        ServerActions actions = new ServerActions(engine, nav);
        for (ServerAction offer : actions.of(server)) {
            if (offer.dangerous() && !danger) {
                danger = true;
                items.add(new SeparatorMenuItem());
            }
            items.add(item(offer, withKeys, () -> actions.run(server, offer)));
        }
        List<ServerAction> upstreams = actions.upstreams(server);
        if (!upstreams.isEmpty()) {
            Menu follow = new Menu("Follow");
            upstreams.forEach(offer -> follow.getItems().add(item(offer, false, () -> actions.run(server, offer))));
            items.add(1, follow);
        }
        boolean proxy = engine.view().snapshot().find(server).map(o -> o.server().role().isProxy()).orElse(false);
        if (proxy) {
            MenuItem look = new MenuItem("Look at it now");
            look.setOnAction(e -> engine.pollNow());
            items.add(look);
        }
        return items;
    }

    private static MenuItem item(ServerAction offer, boolean withKeys, Runnable run) {
        MenuItem item = new MenuItem(offer.obstacle().map(why -> offer.label() + "   (" + why + ")").orElse(offer.label()));
        item.setMnemonicParsing(false);
        item.setDisable(offer.obstacle().isPresent());
        item.setOnAction(e -> run.run());
        if (withKeys) {
            offer.key().ifPresent(item::setAccelerator);
        }
        return item;
    }
}
