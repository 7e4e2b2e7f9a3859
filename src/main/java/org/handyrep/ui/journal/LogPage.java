package org.handyrep.ui.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.LogLine;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.NaturalOrder;
import org.handyrep.ui.common.PageHead;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;

/// The log as it is written: the newest lines, by server, category, severity and text. It listens only while it is on screen.
public final class LogPage implements PageView {

    /// Lines kept; older ones are in the log file.
    static final int LIMIT = 10_000;

    /// What was done by itself, and why nothing was.
    public static final String AUTOMATION = "AUTOMATION";

    private static final String ALL_SERVERS = "All servers";
    private static final String ALL_CATEGORIES = "All categories";

    private final Engine engine;
    private final LogTail tail = new LogTail(LIMIT);
    private final RowTable<LogLine> table = new RowTable<>("Nothing that fits was logged.", l -> l);
    private final ComboBox<String> server = choice("log-server", ALL_SERVERS);
    private final ComboBox<String> category = choice("log-category", ALL_CATEGORIES);
    private final CheckBox errors = new CheckBox("_Errors only");
    private final TextField text = table.searchField("Search the log");
    private final ToggleButton follow = new ToggleButton("_Follow");
    private final Node node;
    private Optional<AutoCloseable> watch = Optional.empty();

    public LogPage(Engine engine, Navigator nav) {
        this.engine = engine;
        table.column("", 30, l -> "", l -> l.isError() ? Optional.of(new StatusIcon(Mark.WARNING, 14)) : Optional.empty())
                .column("time", 156, l -> Formats.moment(l.at(), Instant.now()), "mono")
                .column("category", 170, LogLine::category)
                .column("server", 96, LogLine::server, "strong")
                .wrapped("message", 700, LogLine::message);
        table.view().setId("log");
        table.fillWidth();
        table.view().getStyleClass().add("dense");
        table.view().getColumns().getFirst().setSortable(false);
        table.view().getColumns().get(1).setMinWidth(160);
        offer(category, AUTOMATION);
        text.setId("log-search");
        errors.setId("log-errors");
        follow.setId("log-follow");
        follow.setSelected(true);
        text.textProperty().addListener((o, was, is) -> filter());
        errors.setOnAction(e -> filter());
        server.setOnAction(e -> filter());
        category.setOnAction(e -> filter());
        follow.setOnAction(e -> toEnd());
        node = PageHead.page("Log", List.of(server, category, errors, text, follow, table.copyButton("log-copy")), table.view());
        node.sceneProperty().addListener((o, was, is) -> listen(is != null));
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void show(ClusterView view) {}

    @Override
    public void focus() {
        text.requestFocus();
    }

    /// Shows this category alone.
    public void only(String wanted) {
        offer(category, wanted);
        category.setValue(wanted);
        filter();
    }

    private void listen(boolean on) {
        watch.ifPresent(LogPage::close);
        watch = Optional.empty();
        tail.take();
        table.show(List.of());
        if (on) {
            watch = Optional.of(engine.watchLog(this::hear));
        }
    }

    /// On engine threads: one message to the window for all lines that come before it looks.
    private void hear(LogLine line) {
        if (tail.add(line)) {
            Platform.runLater(this::take);
        }
    }

    private void take() {
        List<LogLine> lines = tail.take();
        lines.forEach(l -> {
            offer(server, l.server());
            offer(category, l.category());
        });
        table.append(lines, LIMIT);
        toEnd();
    }

    private void toEnd() {
        if (follow.isSelected() && !table.view().getItems().isEmpty()) {
            table.view().scrollTo(table.view().getItems().size() - 1);
        }
    }

    private void filter() {
        LogFilter filter = new LogFilter(
                chosen(server, ALL_SERVERS), chosen(category, ALL_CATEGORIES), errors.isSelected(), text.getText());
        table.only(filter::accepts);
        toEnd();
    }

    private static Optional<String> chosen(ComboBox<String> box, String all) {
        return Optional.ofNullable(box.getValue()).filter(v -> !v.equals(all));
    }

    /// Keeps the values sorted below the one that means all.
    private static void offer(ComboBox<String> box, String value) {
        if (value.isEmpty() || box.getItems().contains(value)) {
            return;
        }
        TreeSet<String> sorted = new TreeSet<>(NaturalOrder.INSTANCE);
        sorted.addAll(box.getItems().subList(1, box.getItems().size()));
        sorted.add(value);
        box.getItems().add(1 + new ArrayList<>(sorted).indexOf(value), value);
    }

    private static ComboBox<String> choice(String id, String all) {
        ComboBox<String> box = new ComboBox<>();
        box.setId(id);
        box.setPrefWidth(150);
        box.getItems().add(all);
        box.setValue(all);
        return box;
    }

    private static void close(AutoCloseable watch) {
        try {
            watch.close();
        } catch (Exception e) {
            throw new IllegalStateException("the log's watch could not be ended", e);
        }
    }
}
