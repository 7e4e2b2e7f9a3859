package org.handyrep.ui.split;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.handyrep.engine.Divergence;
import org.handyrep.engine.Divergence.Branch;
import org.handyrep.ui.common.Formats;

/// What is said about a split brain, without any control.
final class SplitTexts {

    private SplitTexts() {}

    static String fork(Divergence d) {
        if (d.branches().isEmpty()) {
            return "Nothing could be read of the servers that take writes. Read again when they can be reached.";
        }
        return d.forkedAt()
                .map(at -> "Their histories part at " + at + ". What came after it is on one of them only.")
                .orElse("Where their histories part cannot be told.");
    }

    /// Name and value of each fact about a server, in the order in which they matter.
    static Map<String, String> facts(Branch b) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("commits of its own", known(b.commits()));
        facts.put("WAL of its own", b.bytes().isPresent() ? Formats.bytes(b.bytes().getAsLong()) : Formats.NOTHING);
        facts.put("first commit", b.first().map(Formats::dateTime).orElse(Formats.NOTHING));
        facts.put("last commit", b.last().map(Formats::dateTime).orElse(Formats.NOTHING));
        facts.put("clients now", String.valueOf(b.clients()));
        facts.put("proxies lead to it", b.proxies().isEmpty() ? "none" : String.join(", ", b.proxies()));
        facts.put("timeline", String.valueOf(b.timeline()));
        facts.put("its WAL ends at", b.end().toString());
        return facts;
    }

    private static String known(OptionalLong n) {
        return n.isPresent() ? String.valueOf(n.getAsLong()) : "not known";
    }

    /// What isolating a server means when another one is the truth.
    static List<String> consequences(Divergence d, String truth, Branch other) {
        List<String> all = new ArrayList<>();
        String name = other.server();
        all.add(name + " is stopped and marked as a replica, so that it never comes up writable again.");
        all.add(other.clients() == 0
                ? "No client is connected to " + name + " now."
                : Formats.count(other.clients(), "client") + " on " + name + " will be cut off.");
        all.add(other.proxies().isEmpty()
                ? "No proxy leads to " + name + "."
                : String.join(", ", other.proxies()) + " will send writes to " + truth + ".");
        String commits = other.commits().isPresent() ? Formats.count(other.commits().getAsLong(), "commit") : "an unknown number of commits";
        boolean nothing = other.commits().orElse(1) == 0;
        all.add(nothing
                ? "Nothing was committed on " + name + " alone."
                : commits + (other.bytes().isPresent() ? " (" + Formats.bytes(other.bytes().getAsLong()) + " of WAL)" : "")
                        + " will be on no server that takes part. They stay in the data directory of " + name
                        + ", which is not touched, until you rejoin it (Rejoin… on its card, which saves them first) or clone it.");
        d.branches().stream()
                .filter(b -> b.server().equals(truth) && b.proxies().isEmpty() && !other.proxies().isEmpty())
                .forEach(b -> all.add("Mind: the proxies lead to " + name + " today, not to " + truth + "."));
        return all;
    }

    static String asText(String cluster, String verdict, Divergence d) {
        StringBuilder text = new StringBuilder(cluster + ": " + verdict + "\n" + fork(d) + "\n");
        for (Branch b : d.branches()) {
            text.append('\n').append(b.server()).append('\n');
            facts(b).forEach((name, value) -> text.append("  ").append(name).append(": ").append(value).append('\n'));
            if (!b.problem().isEmpty()) {
                text.append("  not found out: ").append(b.problem()).append('\n');
            }
        }
        if (!d.advice().isEmpty()) {
            text.append("\nWhat to do, in this order\n");
            for (int i = 0; i < d.advice().size(); i++) {
                text.append(i + 1).append(". ").append(d.advice().get(i)).append('\n');
            }
        }
        return text.toString();
    }
}
