package org.handyrep.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.handyrep.engine.Operator;
import org.handyrep.plan.Request;
import org.handyrep.ui.common.Mark;
import org.handyrep.ui.main.Navigator;
import org.handyrep.ui.main.Page;

/// A frame that only remembers what a page asked of it; work in the background is done in the background.
public final class FakeNavigator implements Navigator {

    public final List<String> selections = new CopyOnWriteArrayList<>();
    public final List<Request> requests = new CopyOnWriteArrayList<>();
    public final List<String> notices = new CopyOnWriteArrayList<>();

    /// Who wants to hear which server was added.
    public final List<Consumer<String>> editing = new CopyOnWriteArrayList<>();

    private final Stage stage;

    public FakeNavigator(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void showPage(Page page) {}

    @Override
    public void select(String server) {
        selections.add(server);
    }

    @Override
    public Optional<String> selected() {
        return selections.isEmpty() ? Optional.empty() : Optional.of(selections.getLast());
    }

    @Override
    public void openWizard(Optional<String> server) {
        requests.add(new Request.ManualFailover(server, true, true));
    }

    @Override
    public void request(Request request) {
        requests.add(request);
    }

    @Override
    public void editServer(Optional<String> server, Optional<Consumer<String>> added) {
        editing.add(added.orElse(name -> {}));
    }

    @Override
    public Operator operator() {
        return Operator.local();
    }

    @Override
    public void notify(Mark mark, String message) {
        notices.add(message);
    }

    @Override
    public <T> void background(Callable<T> work, Consumer<T> done) {
        Thread.ofVirtual().start(() -> {
            try {
                T value = work.call();
                Platform.runLater(() -> done.accept(value));
            } catch (Exception e) {
                notices.add(e.toString());
            }
        });
    }

    @Override
    public Window window() {
        return stage;
    }
}
