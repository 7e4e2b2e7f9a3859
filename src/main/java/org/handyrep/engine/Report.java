package org.handyrep.engine;

import org.handyrep.engine.Operation.StepProgress;

/// An operation as text for people: what was planned, what was done when, what was read back.
final class Report {

    private Report() {}

    static String of(Story story) {
        Operation operation = story.toOperation();
        StringBuilder text = new StringBuilder();
        text.append(operation.title()).append('\n');
        text.append("operation ").append(operation.id()).append(", by ").append(operation.operator()).append(", begun ")
                .append(operation.startedAt()).append('\n');
        text.append(operation.state()).append(": ").append(operation.summary()).append('\n');
        operation.downtime().ifPresent(d ->
                text.append("without a primary for ").append(d.toMillis()).append(" ms at most\n"));
        text.append('\n').append(story.plan().asText()).append("\nWhat happened\n");
        for (StepProgress step : operation.steps()) {
            text.append(step.state()).append("  ").append(step.title());
            step.elapsed().ifPresent(e -> text.append(" (").append(e.toMillis()).append(" ms)"));
            text.append('\n');
            if (!step.evidence().isEmpty()) {
                text.append("      ").append(step.evidence()).append('\n');
            }
        }
        text.append("\nJournal\n");
        story.events().forEach(e -> text.append(e.at()).append(' ').append(e.kind())
                .append(e.step() < 0 ? "" : " step " + (e.step() + 1)).append(' ').append(e.text()).append('\n'));
        if (!operation.afterwards().isEmpty()) {
            text.append("\nLeft to do\n");
            operation.afterwards().forEach(a -> text.append("- ").append(a).append('\n'));
        }
        return text.toString();
    }
}
