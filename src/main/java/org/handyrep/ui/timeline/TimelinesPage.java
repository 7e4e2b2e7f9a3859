package org.handyrep.ui.timeline;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.handyrep.engine.ClusterView;
import org.handyrep.ui.common.PageHead;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;

/// Where the histories of the servers part, and what the replication slots keep.
public final class TimelinesPage implements PageView {

    private static final double TALLEST = 320;

    private final TimelineTree tree;
    private final RowTable<SlotRow> slots = new RowTable<>("No server has a replication slot.", SlotRow::key);
    private final TextField search;
    private final Node node;
    private boolean showing;

    public TimelinesPage(Navigator nav) {
        tree = new TimelineTree(nav::select);
        slots.column("server", 120, SlotRow::server, "strong")
                .column("slot", 160, SlotRow::name, "mono")
                .column("kind", 84, SlotRow::kind)
                .column("use", 116, SlotRow::use, r -> Optional.of(new StatusIcon(r.mark())))
                .column("used by", 120, SlotRow::user)
                .column("restart LSN", 136, SlotRow::restart, "mono")
                .column("keeps", 96, SlotRow::retained, "mono")
                .column("free", 96, SlotRow::free, "mono")
                .column("WAL status", 104, SlotRow::walStatus, "mono");
        slots.fillWidth();
        slots.view().setId("slots");
        slots.onSelected(row -> row.filter(r -> !showing).ifPresent(r -> nav.select(r.server())));
        search = slots.searchField("Search slots");
        search.setId("slots-search");
        ScrollPane scroll = new ScrollPane(tree);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().addAll("edge-to-edge", "plain-scroll");
        scroll.minHeightProperty().bind(Bindings.min(TALLEST, tree.minHeightProperty().add(2)));
        scroll.maxHeightProperty().bind(scroll.minHeightProperty());
        Label title = new Label("REPLICATION SLOTS");
        title.getStyleClass().add("section");
        VBox content = new VBox(8, scroll, title, slots.view());
        VBox.setVgrow(slots.view(), Priority.ALWAYS);
        node = PageHead.page("Timelines and slots", List.of(search, slots.copyAllButton("slots-copy")), content);
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
        tree.show(TimelineModel.of(view.snapshot()));
        showing = true;
        slots.show(SlotRow.of(view.snapshot()));
        showing = false;
    }
}
