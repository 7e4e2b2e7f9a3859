package org.handyrep.cluster;

import java.util.ArrayList;
import java.util.List;

/// One line of a timeline history file: `timeline` ended at `at`, where the next one forked off.
public record TimelineSwitch(int timeline, Lsn at) {

    /// Reads a `0000000N.history` file; lines that are not of its form are skipped.
    public static List<TimelineSwitch> parse(String file) {
        List<TimelineSwitch> switches = new ArrayList<>();
        for (String line : file.lines().toList()) {
            String[] words = line.strip().split("\\s+", 3);
            if (words.length >= 2 && words[0].matches("[0-9]{1,9}") && words[1].matches("[0-9A-Fa-f]{1,8}/[0-9A-Fa-f]{1,8}")) {
                switches.add(new TimelineSwitch(Integer.parseInt(words[0]), Lsn.parse(words[1])));
            }
        }
        return List.copyOf(switches);
    }
}
