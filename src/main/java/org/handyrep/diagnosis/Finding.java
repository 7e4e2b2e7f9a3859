package org.handyrep.diagnosis;

import java.util.List;
import java.util.stream.Collectors;

/// One row of the table of problems that matched.
///
/// @param code stable name: `PrimaryOK`, `SplitBrain`, `ReplayPaused`, …
/// @param server the server it is about, empty for the cluster
/// @param sentence one plain sentence, present tense, naming the server
/// @param evidence what was seen, by whom, how old
/// @param automationMayAct whether the death of the primary is confirmed as far as observing can; fence and ownership are proofs of their own
/// @param missing what that still takes, as a sentence; empty when nothing more would do
public record Finding(
        String code, Severity severity, String server, String sentence, List<String> evidence, boolean automationMayAct, String missing) {

    public Finding {
        evidence = List.copyOf(evidence);
    }

    public Finding(String code, Severity severity, String server, String sentence, List<String> evidence, boolean automationMayAct) {
        this(code, severity, server, sentence, evidence, automationMayAct, "");
    }

    /// The evidence as running text: each part ends with a full stop.
    public String evidenceText() {
        return evidence.stream()
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .map(part -> part.matches("(?s).*[.!?]") ? part : part + ".")
                .collect(Collectors.joining(" "));
    }
}
