package org.handyrep.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.handyrep.plan.Check;
import org.handyrep.plan.Decision;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;
import org.handyrep.plugin.Outcome;

/// One cluster, watched and operated: the facade that the window and the command line use.
///
/// Every method that takes an [Operator] asks the authentication plugin with HandyRep's function name first. That may be a question to a directory
/// server, so these methods, and those marked *blocks*, must not be called on the JavaFX thread.
public interface Engine extends AutoCloseable {

    /// Starts the observer. Returns at once.
    void start();

    /// The newest view; before the first poll one in which nothing is known.
    ClusterView view();

    /// Calls back on engine threads with each newer view, from now on. Close the result to stop.
    AutoCloseable watch(Consumer<ClusterView> watcher);

    /// As [#watch(Consumer)] for log lines; the newest lines of the past come first.
    AutoCloseable watchLog(Consumer<LogLine> watcher);

    /// Asks for a full verify at once. Returns at once.
    void pollNow();

    /// The replicas that could take over and why the others cannot, from the newest view.
    Candidates candidates();

    /// What can be done with a server now, from the newest view.
    List<ActionOffer> actions(String server);

    /// Whom a replica may be told to follow, one offer for each other server; empty for what is no replica. From the newest view.
    List<ActionOffer> upstreams(String server);

    /// Makes a plan from freshly read facts. *Blocks* for seconds at most.
    Decision plan(Operator who, Request request);

    /// Begins to run a plan that [#plan] returned. Does not wait for its end; returns with the operation's id in `operation`; the rest is told through the view.
    Outcome begin(Operator who, Plan plan);

    /// Asks the running operation to stop and take back what it did.
    Outcome cancel(Operator who, String operationId);

    /// Goes on with an interrupted operation. Does not wait for its end.
    Outcome resume(Operator who, String operationId);

    /// Takes back an interrupted operation that is not past its point of no return. Does not wait for its end.
    Outcome rollBack(Operator who, String operationId);

    /// Closes an interrupted operation and leaves the servers as they are, when a person has looked and neither way is right.
    Outcome leave(Operator who, String operationId);

    /// The journal: newest first, unfinished ones before all others.
    List<Operation> operations();

    /// The report of an operation as text.
    Optional<String> report(String operationId);

    /// Any API function by its HandyRep name, with HandyRep's argument names. *Blocks*.
    Map<String, Object> call(Operator who, String function, Map<String, String> arguments);

    /// What is right and what is missing of a server as its settings are typed, and how to mend it. Changes nothing. *Blocks* for as long as its host is silent.
    ///
    /// @param settings as for `add_server`; a blank one means the default
    /// @param askHostKey whether a person is asked about an unknown host key, which is only told otherwise
    List<Check> tryServer(Operator who, String name, Map<String, String> settings, boolean askHostKey);

    /// Whether this operator may call this function. *Blocks*.
    Outcome mayCall(Operator who, String function);

    /// Asks the authentication plugin who this is and what he or she may do. *Blocks*.
    SignIn signIn(Operator who);

    /// @param outcome a failure says why nobody is signed in; a success may carry `warning`
    /// @param allowed the API functions this operator may call, as of now; every call is asked again
    /// @param needed whether a name and a password have to be given at all
    record SignIn(Outcome outcome, Set<String> allowed, boolean needed) {
        public SignIn {
            allowed = Set.copyOf(allowed);
        }
    }

    /// Keeps the console from doing anything by itself (function `pause_automation`). *Blocks*.
    ///
    /// @param until empty: until somebody ends it
    Outcome pauseAutomation(Operator who, String reason, Optional<Instant> until);

    /// Ends a pause (function `resume_automation`). *Blocks*.
    Outcome resumeAutomation(Operator who);

    /// Takes note of what happened, which ends the cooldown and the day's limit (function `acknowledge`). *Blocks*.
    Outcome acknowledge(Operator who, String comment);

    /// What two writable servers of the cluster do not have in common. Reads their WAL; touches nothing. *Blocks* for as long as that takes.
    Divergence divergence();

    List<PluginView> plugins();

    /// Reads and compiles the plugins folder again, as `reload_conf`. A plugin in use that is broken then is a failure, and what was loaded before stays in use. *Blocks*.
    Outcome reloadPlugins(Operator who);

    /// Runs every used plugin's `test()`, handing on each result as it comes. *Blocks*.
    void testPlugins(Consumer<PluginTest> results);

    /// As [#testPlugins(Consumer)] for one plugin, used or not. *Blocks*.
    void testPlugin(String plugin, Consumer<PluginTest> results);

    /// @param server empty for a plugin that is not about one server
    record PluginTest(String plugin, String server, Outcome outcome) {}

    List<OptionView> options();

    /// Stops the observer and releases all sessions. A running plan is finished first.
    @Override
    void close();
}
