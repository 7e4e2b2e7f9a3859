package org.handyrep.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.handyrep.engine.AutomationFile.Acknowledgement;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What a person took note of on one console counts on all: the newest acknowledgement lies beside the copies of journals, and each look brings it to those who do not
/// know it.
final class SharedAcknowledgement {

    /// Its name among the copies. It sorts behind all operations, so it is never the oldest one, which makes room.
    private static final String NAME = "acknowledged";

    private final HostCopies copies;
    private final AutomationFile file;
    private final Clock clock;
    private final EngineLog log;

    SharedAcknowledgement(HostCopies copies, AutomationFile file, Clock clock, EngineLog log) {
        this.copies = copies;
        this.file = file;
        this.clock = clock;
        this.log = log;
    }

    /// The copies of journals alone.
    static Map<String, List<ListedCopy>> without(Map<String, List<ListedCopy>> listed) {
        Map<String, List<ListedCopy>> journals = new TreeMap<>();
        listed.forEach((server, all) -> journals.put(server, all.stream().filter(c -> !c.id().equals(NAME)).toList()));
        return journals;
    }

    /// Takes over what is newer there, and brings what is newer here. A damaged file stays as it is until a person writes it anew.
    void exchange(Map<String, List<ListedCopy>> listed) {
        if (file.read().damage().isPresent()) {
            return;
        }
        Map<String, Acknowledgement> there = new TreeMap<>();
        listed.forEach((server, all) -> all.stream()
                .filter(c -> c.id().equals(NAME))
                .findFirst()
                .flatMap(c -> parse(c.last()))
                .ifPresent(a -> there.put(server, a)));
        there.entrySet().stream()
                .filter(e -> isNews(e.getValue()))
                .max(Map.Entry.comparingByValue(Comparator.comparing(Acknowledgement::at)))
                .ifPresent(e -> takeOver(e.getKey()));
        file.read().acknowledged().ifPresent(known -> listed.keySet().stream()
                .filter(server -> !there.containsKey(server) || there.get(server).at().isBefore(known.at()))
                .flatMap(server -> copies.find(server).stream())
                .forEach(server -> copies.put(server, NAME, List.of(JsonMapper.shared().writeValueAsString(known)))));
    }

    /// One from the future would acknowledge what has yet to happen: it waits until its time has come.
    private boolean isNews(Acknowledgement theirs) {
        Instant known = file.read().acknowledged().map(Acknowledgement::at).orElse(Instant.MIN);
        return theirs.at().isAfter(known) && theirs.at().isBefore(clock.instant().plus(AutomationFacts.CLOCKS_DIFFER));
    }

    private void takeOver(String server) {
        Optional<CopyText> copy = copies.fetch(server, NAME);
        Optional<Acknowledgement> theirs = copy.flatMap(c -> parse(c.lines().getFirst())).filter(this::isNews);
        if (theirs.isPresent() && file.change(kept -> kept.acknowledged(theirs.get())).succeeded()) {
            log.log("AUTOMATION", server, false, theirs.get().by() + " acknowledged what happened until " + theirs.get().at()
                    + ", on another console: " + theirs.get().comment());
        }
    }

    private static Optional<Acknowledgement> parse(String line) {
        try {
            return Optional.of(JsonMapper.shared().readValue(line, Acknowledgement.class)).filter(a -> a.at() != null && a.by() != null && a.comment() != null);
        } catch (JacksonException noneOrCut) {
            return Optional.empty();
        }
    }
}
