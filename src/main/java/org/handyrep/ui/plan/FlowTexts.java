package org.handyrep.ui.plan;

import java.util.List;
import java.util.stream.Collectors;
import org.handyrep.engine.Operation;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Request;

/// What the window of a plan says on each page, without any control.
public final class FlowTexts {

    private FlowTexts() {}

    public static String title(PlanFlow flow) {
        return switch (flow.page()) {
            case WHO -> flow.aim() instanceof Aim.Takeover t ? t.candidates().title() : wish(flow);
            case WHAT -> "Clone a replica";
            case CHECKS, PLAN -> flow.plan().map(Plan::title).orElseGet(() -> wish(flow));
            case PROGRESS, RESULT -> flow.operation()
                    .map(Operation::title)
                    .or(() -> flow.plan().map(Plan::title))
                    .orElseGet(() -> wish(flow));
        };
    }

    public static String subtitle(PlanFlow flow) {
        return switch (flow.page()) {
            case WHO -> flow.aim() instanceof Aim.Takeover t ? t.candidates().evidence() : "";
            case WHAT -> "A server becomes a replica of the primary, made from a copy of another server. The clients notice nothing.";
            case CHECKS -> flow.decision().isEmpty()
                    ? "Reading every server again. This changes nothing."
                    : "What was found before anything is touched.";
            case PLAN -> flow.plan().map(Plan::reason).orElse("");
            case PROGRESS, RESULT -> flow.operation().map(Operation::summary).orElse("Beginning.");
        };
    }

    /// What the default button says; the act itself where it acts.
    public static String defaultLabel(PlanFlow flow) {
        return switch (flow.page()) {
            case WHO -> flow.aim() instanceof Aim.Takeover t
                    ? t.chosen().map(s -> "Check " + s).orElse("Check")
                    : "Check";
            case WHAT -> flow.aim() instanceof CloneAim c ? c.target().map(t -> "Check " + t).orElse("Check") : "Check";
            case CHECKS -> "Show the plan";
            case PLAN -> flow.plan().map(p -> p.impact().confirmLabel()).orElse("Begin");
            case PROGRESS -> "Running…";
            case RESULT -> "Close";
        };
    }

    /// The line at the bottom left: what has been done up to now, or why the button is grey.
    public static String footer(PlanFlow flow) {
        return switch (flow.page()) {
            case WHO, WHAT, CHECKS, PLAN -> flow.obstacle().map(FlowTexts::sentence).orElse("") + "Nothing has been done yet.";
            case PROGRESS -> flow.operation()
                    .flatMap(Operation::cancelObstacle)
                    .map(FlowTexts::sentence)
                    .orElse("") + "Closing this window does not stop the plan.";
            case RESULT -> flow.operation().map(FlowTexts::ending).orElse("");
        };
    }

    /// With a capital, a full stop and room for the next one.
    private static String sentence(String words) {
        String text = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return text + (text.endsWith(".") ? " " : ". ");
    }

    private static String ending(Operation o) {
        return switch (o.state()) {
            case SUCCEEDED -> "Done.";
            case ROLLED_BACK -> "Everything that was done has been taken back.";
            case FAILED -> "This needs you.";
            case INTERRUPTED -> "Resume or roll back at the bottom of the main window.";
            case RUNNING, ROLLING_BACK -> "";
        };
    }

    private static String wish(PlanFlow flow) {
        return switch (flow.aim()) {
            case Aim.Takeover t -> (t.candidates().switchover() ? "Switchover to " : "Failover to ")
                    + t.chosen().orElse("nobody");
            case CloneAim c -> "Clone " + c.target().orElse("a replica") + " from " + c.sourceName().orElse("the primary");
            case Aim.Fixed f -> wish(f.wanted());
        };
    }

    /// A request in words, before there is a plan for it.
    public static String wish(Request request) {
        return switch (request) {
            case Request.ManualFailover m -> "Move the primary to " + m.newMaster().orElse("the best replica");
            case Request.AutomaticFailover ignored -> "Fail over";
            case Request.RestartPrimary ignored -> "Start the primary again";
            case Request.Promote p -> "Promote " + p.newMaster();
            case Request.Remaster r -> "Let " + r.replica() + " follow " + r.newMaster().orElse("the primary");
            case Request.ConnectionFailover c -> "Move connections to " + c.newMaster().orElse("the primary");
            case Request.ProxyInit i -> "Write the configuration of " + i.proxy().orElse("all connection proxies");
            case Request.Archiving a -> (a.on() ? "Start" : "Stop") + " archiving";
            case Request.CleanUpArchive ignored -> "Clean up the archive";
            case Request.Isolate i -> "Isolate " + i.server();
            case Request.Clone c -> "Clone " + c.server() + " from " + c.from().orElse("the primary");
            case Request.Rejoin r -> r.how() == Request.Rejoin.How.RECLONE
                    ? "Clone " + r.server() + " again"
                    : "Rejoin " + r.server();
            case Request.Service s -> switch (s.mode()) {
                case START -> "Start PostgreSQL on " + s.server();
                case STOP -> "Stop PostgreSQL on " + s.server();
                case FASTSTOP -> "Stop PostgreSQL on " + s.server() + " fast";
                case RESTART -> "Restart PostgreSQL on " + s.server();
                case RELOAD -> "Reload PostgreSQL on " + s.server();
                case STATUS -> "Ask for the status of " + s.server();
            };
        };
    }

    /// The other replicas by name: `ringo and george`; empty when there is none.
    public static String others(Aim.Takeover aim) {
        List<String> names = aim.candidates().candidates().stream()
                .map(Candidate::server)
                .filter(s -> !aim.chosen().equals(java.util.Optional.of(s)))
                .toList();
        return names.size() > 4 ? names.size() + " other replicas" : enumerate(names);
    }

    private static String enumerate(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        return names.stream().limit(names.size() - 1L).collect(Collectors.joining(", ")) + " and " + names.getLast();
    }
}
