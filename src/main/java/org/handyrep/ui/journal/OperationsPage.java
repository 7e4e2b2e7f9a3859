package org.handyrep.ui.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.Engine;
import org.handyrep.engine.Operation;
import org.handyrep.ui.common.Copying;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.common.PageHead;
import org.handyrep.ui.common.Reasoned;
import org.handyrep.ui.common.RowTable;
import org.handyrep.ui.common.StatusIcon;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.PageView;
import org.handyrep.ui.plan.OperationActions;
import org.handyrep.ui.plan.OperationActions.Act;
import org.handyrep.ui.plan.OperationTexts;
import org.handyrep.ui.plan.ReportFile;

/// The journal: every operation with its steps, evidence and commands; unfinished ones on top.
public final class OperationsPage implements PageView {

    private final Engine engine;
    private final Navigator nav;
    private final OperationActions actions;
    private final RowTable<Operation> table =
            new RowTable<>("Nothing has been done to this cluster yet.", Operation::id);
    private final OperationDetails details = new OperationDetails();
    private final Button resume = new Button("_Resume");
    private final Button rollBack = new Button("Roll _back");
    private final Button leave = new Button("_Leave as it is…");
    private final Reasoned resumeHolder = new Reasoned(resume);
    private final Reasoned rollBackHolder = new Reasoned(rollBack);
    private final Reasoned leaveHolder = new Reasoned(leave);
    private final Button copy = new Button("_Copy");
    private final Button save = new Button("_Save report…");
    private final TextField search;
    private final Node node;
    private List<Operation> journal = List.of();
    private Optional<Operation> newest = Optional.empty();
    private boolean loaded;

    public OperationsPage(Engine engine, Navigator nav) {
        this.engine = engine;
        this.nav = nav;
        actions = new OperationActions(engine, nav);
        table.column("state", 120, o -> OperationTexts.word(o.state()), o -> Optional.of(new StatusIcon(Mark.of(o.state()))))
                .column("started", 156, o -> Formats.dateTime(o.startedAt()), "mono")
                .column("operation", 180, Operation::title, "strong")
                .column("by", 110, OperationTexts::by)
                .column("steps", 60, o -> OperationTexts.done(o) + " of " + o.steps().size())
                .column("took", 72, OperationsPage::took, "mono")
                .column("downtime", 84, o -> o.downtime().map(Formats::duration).orElse(Formats.NOTHING), "mono")
                .column("outcome", 130, Operation::summary);
        table.view().setId("operations");
        table.fillWidth();
        table.onSelected(this::selected);
        search = table.searchField("Search operations");
        search.setId("operations-search");
        resume.setId("journal-resume");
        rollBack.setId("journal-rollback");
        leave.setId("journal-leave");
        save.setId("journal-save");
        copy.setId("journal-copy");
        resume.setOnAction(e -> run(Act.RESUME));
        rollBack.setOnAction(e -> run(Act.ROLL_BACK));
        leave.setOnAction(e -> run(Act.LEAVE));
        copy.setOnAction(e -> table.selected().ifPresent(o -> Copying.toClipboard(OperationTexts.asText(o))));
        save.setOnAction(e -> table.selected().ifPresent(o -> ReportFile.ask(engine, nav, nav.window(), o)));
        SplitPane split = new SplitPane(table.view(), details.node());
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.42);
        node = PageHead.page("Operations", List.of(search, resumeHolder, rollBackHolder, leaveHolder, copy, save), split);
        selected(Optional.empty());
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public void focus() {
        search.requestFocus();
    }

    /// Reads the journal again when an operation began or ended; while one runs, its row is kept fresh.
    @Override
    public void show(ClusterView view) {
        boolean other = !view.operation().map(o -> o.id() + o.state()).equals(newest.map(o -> o.id() + o.state()));
        newest = view.operation();
        if (other || !loaded) {
            loaded = true;
            nav.background(engine::operations, all -> {
                journal = all;
                refresh();
            });
        }
        refresh();
    }

    private void refresh() {
        List<Operation> all = new ArrayList<>(journal);
        newest.ifPresent(o -> {
            boolean known = all.removeIf(old -> old.id().equals(o.id()));
            if (o.isUnfinished() || known) {
                all.add(place(all, o), o);
            }
        });
        table.show(all);
        if (table.selected().isEmpty() && !table.shown().isEmpty()) {
            table.view().getSelectionModel().select(0);
        }
    }

    /// Unfinished ones first, each part newest first.
    private static int place(List<Operation> others, Operation o) {
        int i = 0;
        while (i < others.size() && comesBefore(others.get(i), o)) {
            i++;
        }
        return i;
    }

    private static boolean comesBefore(Operation a, Operation b) {
        return a.isUnfinished() == b.isUnfinished()
                ? a.startedAt().isAfter(b.startedAt())
                : a.isUnfinished();
    }

    private static String took(Operation o) {
        return o.endedAt().map(end -> Formats.duration(OperationTexts.length(o, end))).orElse(Formats.NOTHING);
    }

    private void selected(Optional<Operation> o) {
        boolean interrupted = o.map(x -> x.state() == Operation.State.INTERRUPTED).orElse(false);
        resumeHolder.refuse(!interrupted, actions.cannot(Act.RESUME, o).filter(why -> interrupted));
        rollBackHolder.refuse(!interrupted, actions.cannot(Act.ROLL_BACK, o).filter(why -> interrupted));
        leaveHolder.refuse(!interrupted, actions.cannot(Act.LEAVE, o).filter(why -> interrupted));
        copy.setDisable(o.isEmpty());
        save.setDisable(o.isEmpty());
        details.show(o, Instant.now());
    }

    private void run(Act act) {
        table.selected().ifPresent(o -> actions.run(act, o));
    }
}
