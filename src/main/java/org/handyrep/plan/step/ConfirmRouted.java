package org.handyrep.plan.step;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ProxyState;
import org.handyrep.plan.Step;
import org.handyrep.plan.Wait;
import org.handyrep.plan.World;
import org.handyrep.plugin.Outcome;

/// Opens a session through every connection proxy: writes must end on the primary.
public record ConfirmRouted(String primary, List<String> proxies, boolean essential, List<String> preview)
        implements Step {

    public ConfirmRouted {
        proxies = List.copyOf(proxies);
    }

    @Override
    public String title() {
        return "Make sure that " + server() + (proxies.size() == 1 ? " sends" : " send") + " writes to " + primary;
    }

    @Override
    public String server() {
        return String.join(", ", proxies);
    }

    @Override
    public Outcome confirm(World world) {
        List<String> wrong = new ArrayList<>(proxies);
        List<String> why = new ArrayList<>();
        List<String> unseen = new ArrayList<>();
        return Wait.until(
                world,
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                () -> settled(world, wrong, why, unseen),
                () -> String.join("; ", why) + ": call connection_failover when it is repaired");
    }

    private Optional<Outcome> settled(World world, List<String> wrong, List<String> why, List<String> unseen) {
        why.clear();
        wrong.removeIf(proxy -> {
            ProxyState seen = world.lookAtProxy(proxy);
            Optional<String> problem = problem(proxy, seen);
            if (problem.isEmpty() && seen.routes().isEmpty()) {
                unseen.add(proxy);
            }
            problem.ifPresent(why::add);
            return problem.isEmpty();
        });
        return wrong.isEmpty() ? Optional.of(Outcome.success(found(unseen))) : Optional.empty();
    }

    private String found(List<String> unseen) {
        return unseen.isEmpty()
                ? "writes through " + server() + " end on " + primary
                : String.join(", ", unseen) + " answers, but its plugin does not tell where it leads";
    }

    private Optional<String> problem(String proxy, ProxyState seen) {
        if (!seen.answers() && seen.problem().isEmpty()) {
            return Optional.empty();
        }
        if (!seen.answers()) {
            return Optional.of(proxy + " does not answer: " + seen.problem());
        }
        if (seen.routes().isEmpty() || seen.writesTo().filter(primary::equals).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(seen.routes().stream()
                .filter(r -> !r.readOnly() && !r.server().equals(Optional.of(primary)))
                .findFirst()
                .map(r -> proxy + " sends " + r.database() + " to "
                        + r.server().orElse(r.problem().isEmpty() ? "nobody" : r.problem()))
                .orElse(proxy + " sends writes to several servers"));
    }

    @Override
    public boolean isEssential() {
        return essential;
    }
}
