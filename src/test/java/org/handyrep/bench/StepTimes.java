package org.handyrep.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.handyrep.engine.Operation;

/// How long each step of several runs of the same plan took, as the journal tells it.
final class StepTimes {

    private final Map<String, Samples> times = new LinkedHashMap<>();

    void add(Operation operation) {
        for (Operation.StepProgress step : operation.steps()) {
            String name = step.title().replaceAll("\\b(john|paul|george)\\b", "·");
            times.computeIfAbsent(name, n -> new Samples())
                    .add(step.elapsed().orElse(Duration.ZERO).toNanos());
        }
    }

    void addTo(Table table) {
        times.forEach((name, samples) ->
                table.row("  " + name.substring(0, Math.min(40, name.length())), samples));
    }
}
