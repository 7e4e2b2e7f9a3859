package org.handyrep.ui.plan;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.CloneOptions;
import org.handyrep.plan.CloneOptions.Source;
import org.handyrep.plan.CloneOptions.Target;
import org.handyrep.plan.Request;

/// A clone: onto which server, copied from which, how fast. Every choice that was made stays while the cluster changes.
///
/// @param target empty while none is chosen
/// @param source empty: the primary
/// @param reclone overwrite the database that is there
/// @param rate as it was typed, megabytes per second; blank for as fast as `clone_method` has it
public record CloneAim(CloneOptions options, Optional<String> target, Optional<String> source, boolean reclone, String rate)
        implements Aim {

    private static final double LEAST = 0.1;
    private static final double MOST = 1000;
    private static final double KILOBYTES_PER_MEGABYTE = 1_000_000 / 1024.0;

    public static CloneAim of(CloneOptions options, Optional<Request.Clone> wanted) {
        return new CloneAim(
                options,
                wanted.map(Request.Clone::server).or(() -> options.targets().size() == 1
                        ? Optional.of(options.targets().getFirst().name())
                        : Optional.empty()),
                wanted.flatMap(Request.Clone::from),
                wanted.map(Request.Clone::reclone).orElse(false),
                wanted.filter(w -> w.maxRate() > 0).map(w -> "%.1f".formatted(w.maxRate() / KILOBYTES_PER_MEGABYTE)).orElse(""));
    }

    public CloneAim refresh(CloneOptions newer) {
        return new CloneAim(newer, target, source, reclone, rate);
    }

    /// Another target is another database: that one may be overwritten is not said of it. A server that is new may be chosen before it was seen.
    public CloneAim onto(String name) {
        return target.equals(Optional.of(name)) ? this : new CloneAim(options, Optional.of(name), source, false, rate);
    }

    /// The primary stands for whoever is primary when the plan is made.
    public CloneAim from(String name) {
        return new CloneAim(options, target, Optional.of(name).filter(n -> !options.primary().equals(Optional.of(n))), reclone, rate);
    }

    public CloneAim withReclone(boolean on) {
        return new CloneAim(options, target, source, on, rate);
    }

    public CloneAim withRate(String typed) {
        return new CloneAim(options, target, source, reclone, typed);
    }

    public Optional<Target> chosenTarget() {
        return options.targets().stream().filter(t -> target.equals(Optional.of(t.name()))).findFirst();
    }

    /// The name of the server that would be copied; empty when there is no primary.
    public Optional<String> sourceName() {
        return source.or(options::primary);
    }

    /// All but the target itself, which cannot be copied onto itself.
    public List<Source> sources() {
        return options.sources().stream().filter(s -> !target.equals(Optional.of(s.name()))).toList();
    }

    /// The replica to copy instead of the primary; empty when it is chosen already or there is none.
    public Optional<String> idle() {
        return options.idle().filter(name -> !target.equals(Optional.of(name)) && !sourceName().equals(Optional.of(name)));
    }

    /// Why the rate cannot be; empty when it can.
    public Optional<String> rateObstacle() {
        return rate.isBlank() || number().isPresent()
                ? Optional.empty()
                : Optional.of("The rate limit is a number from 0.1 to 1000, in MB per second, or blank for none.");
    }

    private Optional<Double> number() {
        String text = rate.strip().replace(',', '.');
        return text.matches("[0-9]{1,4}(\\.[0-9]{1,3})?")
                ? Optional.of(Double.parseDouble(text)).filter(n -> n >= LEAST && n <= MOST)
                : Optional.empty();
    }

    /// Why no plan can be asked for yet; empty when one can.
    public Optional<String> obstacle() {
        if (target.isEmpty()) {
            return Optional.of(options.targets().isEmpty()
                    ? "There is no server that could become a replica: add one."
                    : "Choose the server that is to become a replica.");
        }
        if (chosenTarget().isEmpty() && options.seen().find(target.get()).isEmpty()) {
            return Optional.of("Waiting until HandyRep has seen " + target.get() + ".");
        }
        return rateObstacle().or(() -> options.obstacle(wanted(target.get())).map(why -> "Not possible now: " + why));
    }

    private Request.Clone wanted(String name) {
        return new Request.Clone(name, source, reclone, number().map(n -> (int) Math.round(n * KILOBYTES_PER_MEGABYTE)).orElse(0));
    }

    @Override
    public Optional<Request> request() {
        return obstacle().isPresent() ? Optional.empty() : target.map(this::wanted);
    }
}
