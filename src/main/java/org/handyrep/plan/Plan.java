package org.handyrep.plan;

import java.util.List;
import java.util.Optional;

/// Numbered steps and all a person needs to agree to them. The plan that is shown is the plan that runs.
///
/// @param function the API function it carries out, for authentication: `manual_failover`
/// @param title `Switchover john → paul`
/// @param reason why this is the plan, one sentence
public record Plan(String function, String title, String reason, List<Check> checks, List<Step> steps, Impact impact)
        implements Decision {

    public Plan {
        checks = List.copyOf(checks);
        steps = List.copyOf(steps);
    }

    /// What it will cost.
    ///
    /// @param confirmLabel what the button says: `Promote paul`
    /// @param typedName a server name the operator must type, where data can be lost or the primary cannot be fenced
    /// @param downtime estimate for people, `about 0.3 s`
    /// @param loss what can be lost, one sentence
    /// @param undo what can be taken back and until when, one sentence
    /// @param afterwards what is left to do when it succeeded
    public record Impact(
            String confirmLabel,
            Optional<String> typedName,
            String downtime,
            String loss,
            String undo,
            List<String> afterwards) {
        public Impact {
            afterwards = List.copyOf(afterwards);
        }
    }

    /// Whether it may take hours and gives way to a failover: nothing that clients use is changed by it.
    public boolean yields() {
        return function.equals("clone") || function.equals("rejoin");
    }

    public boolean isStopped() {
        return checks.stream().anyMatch(c -> c.level() == Check.Level.STOP);
    }

    /// The whole plan as text, for the clipboard and the report.
    public String asText() {
        StringBuilder text = new StringBuilder(title).append('\n').append(reason).append("\n\n");
        for (Check c : checks) {
            text.append('[').append(c.level()).append("] ").append(c.name()).append(": ").append(c.saw()).append('\n');
        }
        text.append('\n');
        int number = 1;
        for (Step step : steps) {
            if (step.isPointOfNoReturn()) {
                text.append("---- point of no return ----\n");
            }
            text.append(number++).append(". ").append(step.title()).append('\n');
            step.preview().forEach(line -> text.append("     ").append(line).append('\n'));
        }
        text.append("\nDowntime: ").append(impact.downtime())
                .append("\nData: ").append(impact.loss())
                .append("\nUndo: ").append(impact.undo()).append('\n');
        return text.toString();
    }
}
