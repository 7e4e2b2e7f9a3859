package org.handyrep.ui.main;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import javafx.stage.Window;
import org.handyrep.engine.ActionOffer;
import org.handyrep.engine.Operator;
import org.handyrep.plan.Request;
import org.handyrep.ui.common.Mark;

/// What a page may ask of the frame around it. All methods are called on the JavaFX thread.
public interface Navigator {

    void showPage(Page page);

    /// Opens the log with this category alone.
    default void showLog(String category) {
        showPage(Page.LOG);
    }

    /// Selects a server on the topology and in the panel on the right; does not change the page.
    void select(String server);

    Optional<String> selected();

    /// Opens the failover wizard, with this server preselected if it is given.
    void openWizard(Optional<String> server);

    /// Does what an action button or a menu entry asks for: the wizard for a manual failover, the plan dialog for all else.
    void request(Request request);

    /// Opens the clone-replica dialog with nothing chosen.
    default void cloneReplica() {}

    /// Opens the form of a server.
    ///
    /// @param server empty for a new one
    /// @param added told the name of a server that was added; empty: the form itself offers to clone it
    default void editServer(Optional<String> server, Optional<Consumer<String>> added) {}

    /// Who works at this console. From any thread.
    Operator operator();

    /// Why the operator may not call an API function, as of the sign-in; empty if he or she may. A control that leads to it is disabled with this
    /// reason; the engine asks again at the act.
    default Optional<String> forbidden(String function) {
        return Optional.empty();
    }

    /// The offers with the operator's own obstacle before the cluster's.
    default List<ActionOffer> permitted(List<ActionOffer> offers) {
        return offers.stream()
                .map(o -> new ActionOffer(
                        o.request(), o.label(), forbidden(o.request().function()).or(o::obstacle), o.dangerous()))
                .toList();
    }

    /// Called once when the operator signs out or the cluster leaves the list: windows close, subscriptions end.
    ///
    /// @return takes the wish back, for what has ended before
    default Runnable onSignOut(Runnable then) {
        return () -> {};
    }

    /// A message in the corner. Bad news stays until it is closed.
    void notify(Mark mark, String message);

    /// Runs work that may block on a virtual thread and hands its result to the JavaFX thread. What it throws is shown as a notification.
    <T> void background(Callable<T> work, Consumer<T> done);

    /// The owner of dialogs.
    Window window();
}
