package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Situation;
import org.handyrep.plan.Step;

/// A new replica has the `archive_command` of the server that it was made from, and would need the script behind it when it is promoted.
public record PlaceArchiveScript(String server, List<String> preview) implements Step {

    /// Empty where HandyRep archives nothing.
    public static Optional<Step> of(Situation situation, String server) {
        return situation.around().archives()
                ? Optional.of(new PlaceArchiveScript(server, situation.previewOf(new Deed.PlaceArchiveScript(server))))
                : Optional.empty();
    }

    @Override
    public String title() {
        return "Put the archive script on " + server;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.PlaceArchiveScript(server));
    }

    @Override
    public boolean isEssential() {
        return false;
    }

    @Override
    public Optional<String> withoutIt() {
        return Optional.of(server + " would archive nothing after a promotion: start_archiving puts the script there, too");
    }
}
