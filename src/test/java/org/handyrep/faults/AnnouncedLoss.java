package org.handyrep.faults;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What failovers said that they would lose, against what clients miss.
final class AnnouncedLoss {

    /// The WAL of one of the clients' commits is more.
    private static final int BYTES_PER_COMMIT = 100;

    private static final Pattern BYTES = Pattern.compile("probably no more than (\\d+) bytes|\\((\\d+) bytes of WAL up to .*counted on the disk");

    private AnnouncedLoss() {}

    /// @throws AssertionError when more is lost than was said
    static void assertCovers(int lostCommits, List<String> sentences) {
        long bytes = 0;
        for (String sentence : sentences) {
            OptionalLong most = bytes(sentence);
            if (most.isEmpty()) {
                return;
            }
            bytes += most.getAsLong();
        }
        if ((long) lostCommits * BYTES_PER_COMMIT > bytes) {
            throw new AssertionError(lostCommits + " acknowledged commits lost, and this was announced: " + sentences);
        }
    }

    /// At most; empty where the sentence names no limit.
    private static OptionalLong bytes(String sentence) {
        if (sentence.startsWith("nothing") || sentence.startsWith("no commit")) {
            return OptionalLong.of(0);
        }
        Matcher found = BYTES.matcher(sentence);
        return found.find()
                ? OptionalLong.of(Long.parseLong(found.group(1) == null ? found.group(2) : found.group(1)))
                : OptionalLong.empty();
    }
}
