package org.handyrep.ui.settings;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TextField;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.ui.common.PageHead;
import org.handyrep.ui.common.Reasoned;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;
import org.handyrep.ui.server.ActionItems;

/// All servers in a table: configured and seen. The menu of a row holds the actions of the panel on the right.
public final class ServersPage implements PageView {

    private final Navigator nav;
    private final RowTable<ServerRow> table = new RowTable<>("No server is configured.", ServerRow::name);
    private final ContextMenu menu = new ContextMenu();
    private final TextField search;
    private final Button add = new Button("_Add server…");
    private final Button edit = new Button("_Edit…");
    private final Reasoned adding = new Reasoned(add);
    private final Reasoned editing = new Reasoned(edit);
    private final Node node;
    private Instant now = Instant.now();
    private boolean showing;

    public ServersPage(Engine engine, Navigator nav) {
        this.nav = nav;
        table.column("server", 96, ServerRow::name, "strong")
                .column("role", 88, ServerRow::role)
                .column("status", 116, ServerRow::status, r -> Optional.of(new StatusIcon(r.mark())))
                .column("lag", 124, ServerRow::lag, "mono")
                .column("seen", 96, r -> r.age(now), "mono")
                .column("address", 144, ServerRow::address, "mono")
                .column("enabled", 76, r -> r.enabled() ? "yes" : "no")
                .column("priority", 76, r -> Integer.toString(r.priority()))
                .column("version", 76, ServerRow::version, "mono")
                .column("timeline", 76, ServerRow::timeline, "mono")
                .column("LSN", 120, ServerRow::lsn, "mono")
                .wrapped("message", 320, ServerRow::message);
        table.view().setId("servers");
        table.view().getSelectionModel().setSelectionMode(SelectionMode.SINGLE);
        table.onSelected(this::selected);
        table.view().setOnContextMenuRequested(e -> table.selected().ifPresent(row -> {
            menu.getItems().setAll(ActionItems.of(engine, nav, row.name(), false));
            menu.show(table.view(), e.getScreenX(), e.getScreenY());
            e.consume();
        }));
        search = table.searchField("Search servers");
        search.setId("servers-search");
        add.setId("servers-add");
        add.setOnAction(e -> nav.editServer(Optional.empty(), Optional.empty()));
        edit.setId("servers-edit");
        edit.setOnAction(e -> table.selected().ifPresent(r -> nav.editServer(Optional.of(r.name()), Optional.empty())));
        buttons();
        node = PageHead.page("Servers", List.of(search, table.copyAllButton("servers-copy"), editing, adding), table.view());
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void focus() {
        search.requestFocus();
    }

    @Override
    public void show(ClusterView view) {
        now = Instant.now();
        showing = true;
        table.show(ServerRow.of(view));
        showing = false;
        buttons();
    }

    @Override
    public void tick(Instant time) {
        now = time;
        table.view().refresh();
    }

    @Override
    public void select(Optional<String> server) {
        if (table.selected().map(ServerRow::name).equals(server)) {
            return;
        }
        showing = true;
        table.shown().stream()
                .filter(r -> server.equals(Optional.of(r.name())))
                .findFirst()
                .ifPresent(r -> table.view().getSelectionModel().select(r));
        showing = false;
    }

    private void buttons() {
        adding.refuse(false, nav.forbidden("add_server"));
        editing.refuse(false, nav.forbidden("alter_server_def")
                .or(() -> table.selected().isPresent() ? Optional.empty() : Optional.of("Select the server to edit.")));
    }

    private void selected(Optional<ServerRow> row) {
        buttons();
        if (!showing) {
            row.ifPresent(r -> nav.select(r.name()));
        }
    }
}
