package org.handyrep.engine;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The copy of one operation's journal that knows most.
///
/// @param server where it lies
record FoundCopy(String server, ListedCopy copy) {

    private static final Comparator<FoundCopy> KNOWS =
            Comparator.comparing((FoundCopy f) -> f.copy().ended()).thenComparingInt(f -> f.copy().lines());

    /// One for each operation, newest first.
    static List<FoundCopy> best(Map<String, List<ListedCopy>> listed) {
        Map<String, FoundCopy> best = new TreeMap<>(Comparator.reverseOrder());
        listed.forEach((server, copies) -> copies.forEach(copy ->
                best.merge(copy.id(), new FoundCopy(server, copy), (a, b) -> KNOWS.compare(a, b) >= 0 ? a : b)));
        return List.copyOf(best.values());
    }

    /// All of one operation, the one that knows most last: what ends the operation comes after what others know.
    static List<FoundCopy> of(String id, Map<String, List<ListedCopy>> listed) {
        return listed.entrySet().stream()
                .flatMap(host -> host.getValue().stream().map(copy -> new FoundCopy(host.getKey(), copy)))
                .filter(found -> found.copy().id().equals(id))
                .sorted(KNOWS)
                .toList();
    }

    /// Id of the newest operation any copy is about; empty when there is none.
    static String newest(Map<String, List<ListedCopy>> listed) {
        return listed.values().stream()
                .flatMap(Collection::stream)
                .map(ListedCopy::id)
                .max(Comparator.naturalOrder())
                .orElse("");
    }
}
