package org.handyrep.plugin;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;

/// The oldest WAL that some enabled server or some slot still needs, as far as a look at all of them tells.
public sealed interface NeededWal {

    /// @param segment the last 16 digits of the name of the oldest segment needed; all on all timelines from here on are
    /// @param timeline 8 digits of the highest timeline seen; nothing on a higher one is known to be useless
    /// @param because whose need it is
    record From(String timeline, String segment, String because) implements NeededWal {

        /// A regular expression (POSIX extended) for the 24 digits of every segment that nobody needs; empty when there can be none.
        public Optional<String> useless() {
            List<String> before = lower(segment, false);
            return before.isEmpty()
                    ? Optional.empty()
                    : Optional.of("(" + String.join("|", lower(timeline, true)) + ")(" + String.join("|", before) + ")");
        }

        /// Patterns for the hexadecimal numbers of as many digits that are lower than this one, or equal to it.
        private static List<String> lower(String number, boolean orEqual) {
            List<String> patterns = new ArrayList<>();
            for (int i = 0; i < number.length(); i++) {
                int digit = HexFormat.fromHexDigit(number.charAt(i));
                if (digit > 0) {
                    int rest = number.length() - i - 1;
                    patterns.add(number.substring(0, i) + "[" + "0123456789ABCDEF".substring(0, digit) + "]"
                            + (rest > 0 ? "[0-9A-F]{" + rest + "}" : ""));
                }
            }
            if (orEqual) {
                patterns.add(number);
            }
            return patterns;
        }
    }

    /// @param why who must answer first
    record Unclear(String why) implements NeededWal {}

    /// 16 MB unless the servers say otherwise; before PostgreSQL 11 they say it in blocks of 8 kB.
    int SEGMENT = 16 * 1024 * 1024;

    static NeededWal of(ClusterSnapshot snapshot, List<Server> configured) {
        List<String> silent = new ArrayList<>();
        int timeline = 0;
        boolean primary = false;
        Optional<Lsn> oldest = Optional.empty();
        String because = "";
        long size = SEGMENT;
        for (Server server : configured) {
            if (!server.enabled() || !server.role().isPostgres()) {
                continue;
            }
            ServerState state = snapshot.find(server.name())
                    .map(Observation::state)
                    .orElse(new ServerState.NotPolled("not looked at yet"));
            Facts facts;
            Lsn position;
            List<Slot> slots;
            switch (state) {
                case ServerState.Primary p -> {
                    primary = true;
                    facts = p.facts();
                    position = p.written();
                    slots = p.slots();
                }
                case ServerState.Replica r -> {
                    facts = r.facts();
                    position = r.replayed();
                    slots = r.slots();
                }
                case ServerState.Rejecting no -> {
                    silent.add(server.name());
                    continue;
                }
                case ServerState.Unreachable no -> {
                    silent.add(server.name());
                    continue;
                }
                case ServerState.NotPolled no -> {
                    silent.add(server.name());
                    continue;
                }
            }
            timeline = Math.max(timeline, facts.timeline());
            size = segmentSize(facts);
            if (oldest.isEmpty() || oldest.get().isAfter(position)) {
                oldest = Optional.of(position);
                because = server.name();
            }
            for (Slot slot : slots) {
                if (slot.restartLsn().isPresent() && oldest.get().isAfter(slot.restartLsn().get())) {
                    oldest = slot.restartLsn();
                    because = "slot " + slot.name() + " of " + server.name();
                }
            }
        }
        if (!silent.isEmpty()) {
            return new Unclear(String.join(", ", silent) + (silent.size() == 1 ? " does" : " do")
                    + " not answer, so what is still needed is not known: "
                    + (silent.size() == 1 ? "it has to answer" : "they have to answer") + " or be disabled first");
        }
        if (!primary || oldest.isEmpty()) {
            return new Unclear("no primary was seen, so what is still needed is not known");
        }
        return new From(String.format(Locale.ROOT, "%08X", timeline), segment(oldest.get(), size), because);
    }

    private static long segmentSize(Facts facts) {
        long size = facts.number("wal_segment_size", SEGMENT);
        return size < 1024 * 1024 ? size * 8192 : size;
    }

    private static String segment(Lsn position, long size) {
        return String.format(
                Locale.ROOT, "%08X%08X", position.value() >>> 32, (position.value() & 0xFFFF_FFFFL) / size);
    }
}
