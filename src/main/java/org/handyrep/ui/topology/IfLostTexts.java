package org.handyrep.ui.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.handyrep.engine.IfLost;
import org.handyrep.ui.common.Formats;
import org.handyrep.ui.common.Mark;

/// What the tile "If john died now" says, without any control.
///
/// @param who who would become primary, or that nobody could
/// @param atRisk commits where they are counted, else WAL
/// @param backAfter until the first write on the new primary
/// @param byItself whether the console would act without a person
/// @param blocks what keeps it from that
record IfLostTexts(
        String title, Value who, Value atRisk, Value backAfter, Value byItself, List<String> blocks, List<String> losers) {

    /// @param mark UNKNOWN where the value is neither good nor bad news
    record Value(String text, String why, Mark mark) {}

    static IfLostTexts of(IfLost lost) {
        return new IfLostTexts(
                "If " + lost.primary() + " died now",
                lost.winner()
                        .map(name -> new Value(name, lost.why(), Mark.OK))
                        .orElse(new Value("nobody", lost.why(), Mark.DOWN)),
                lost.winner().isPresent() ? atRisk(lost) : new Value(Formats.NOTHING, "", Mark.UNKNOWN),
                lost.estimate()
                        .map(d -> new Value("≈ " + Formats.seconds(d), "to the first write", Mark.UNKNOWN))
                        .orElse(new Value(Formats.NOTHING, lost.winner().isPresent() ? "not known" : "", Mark.UNKNOWN)),
                byItself(lost),
                lost.blocks(),
                lost.losers());
    }

    private static Value atRisk(IfLost lost) {
        OptionalLong commits = lost.commits();
        if (lost.bytes().isEmpty() && commits.isEmpty()) {
            return new Value("not known", "what it has not received", Mark.WARNING);
        }
        String wal = lost.bytes().isPresent() ? Formats.bytes(lost.bytes().getAsLong()) : "";
        if (commits.isEmpty()) {
            return new Value(wal, "of WAL", Mark.UNKNOWN);
        }
        String about = commits.getAsLong() == 0 ? "" : "≈ ";
        return new Value(
                about + Formats.count(commits.getAsLong(), "commit"), (wal.isEmpty() ? "" : wal + " of WAL") + (about.isEmpty() ? "" : ", estimated"), Mark.UNKNOWN);
    }

    private static Value byItself(IfLost lost) {
        if (lost.automatic()) {
            return new Value("yes", "nothing blocks it", Mark.OK);
        }
        return new Value("no", lost.blocks().isEmpty() ? "" : lost.blocks().getFirst(), Mark.UNKNOWN);
    }

    /// What the button that opens the reasons says; empty when there are none.
    String more() {
        List<String> parts = new ArrayList<>();
        if (!blocks.isEmpty()) {
            parts.add(Formats.count(blocks.size(), "reason") + " against acting by itself");
        }
        if (!losers.isEmpty()) {
            parts.add(losers.size() == 1 ? "why not the other replica" : "why not the other " + losers.size() + " replicas");
        }
        return String.join(" · ", parts);
    }

    /// For the clipboard.
    String asText() {
        StringBuilder text = new StringBuilder(title).append('\n');
        line(text, "takes over", who);
        line(text, "at risk", atRisk);
        line(text, "writes back after", backAfter);
        line(text, "acts by itself", byItself);
        blocks.forEach(b -> text.append("blocked: ").append(b).append('\n'));
        losers.forEach(l -> text.append("not taken: ").append(l).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Value value) {
        text.append(name).append(": ").append(value.text());
        text.append(value.why().isEmpty() ? "" : " (" + value.why() + ")").append('\n');
    }
}
