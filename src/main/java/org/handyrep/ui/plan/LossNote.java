package org.handyrep.ui.plan;

import java.util.Optional;
import org.handyrep.plan.Candidate;
import org.handyrep.plan.Check.Level;
import org.handyrep.ui.common.Formats;

/// What choosing this replica would cost, as far as it is known before the checks.
///
/// @param headline a few words, drawn bold
/// @param rest what that rests on
public record LossNote(Level level, String headline, String rest) {

    public static LossNote of(Aim.Takeover aim, String primary) {
        Optional<Candidate> chosen = aim.chosenCandidate();
        if (chosen.isEmpty()) {
            return aim.isHopeless()
                    ? new LossNote(Level.STOP, "No replica can take over.", "The table says why for each of them.")
                    : new LossNote(Level.WARNING, "Choose a replica.", "selection_method names none of them.");
        }
        Candidate c = chosen.get();
        String upTo = c.position().map(p -> " up to " + p).orElse("");
        if (aim.candidates().switchover()) {
            return new LossNote(
                    Level.OK,
                    "Nothing will be lost.",
                    primary + " is stopped first; " + c.server() + " is promoted only when it has all of its WAL.");
        }
        long behind = c.bytesBehind().orElse(0L);
        if (behind > 0) {
            return new LossNote(
                    Level.WARNING,
                    Formats.bytes(behind) + " of WAL would be lost at least.",
                    c.server() + " has WAL" + upTo + "; another replica has more.");
        }
        return c.sync()
                ? new LossNote(
                        Level.OK,
                        "Nothing that was confirmed should be lost.",
                        c.server() + " was synchronous and has WAL" + upTo + ".")
                : new LossNote(
                        Level.WARNING,
                        "The last commits may be lost.",
                        "No replica has more WAL than " + c.server() + upTo.replace(" up", ", up")
                                + "; what " + primary + " did not send is not on it. The plan says what is known.");
    }
}
