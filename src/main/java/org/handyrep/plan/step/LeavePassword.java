package org.handyrep.plan.step;

import java.util.List;
import java.util.Optional;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Step;

/// Puts the password with which a server will follow another beside its data, while nobody waits for it yet.
public record LeavePassword(String server, String upstream, int major, List<String> preview) implements Step {

    @Override
    public String title() {
        return "Give " + server + " the password to follow " + upstream;
    }

    @Override
    public Optional<Deed> deed() {
        return Optional.of(new Deed.LeavePassword(server, upstream, major));
    }
}
