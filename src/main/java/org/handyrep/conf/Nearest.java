package org.handyrep.conf;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what somebody who mistyped a name probably meant.
public final class Nearest {

    private Nearest() {}

    /// The closest candidate; empty when none is close, where closeness ignores case and underscores.
    public static Optional<String> of(String word, Collection<String> candidates) {
        String plain = PluginNames.plain(word);
        int limit = Math.max(2, plain.length() / 3);
        return candidates.stream()
                .filter(c -> distance(plain, PluginNames.plain(c)) <= limit || sharesStart(plain, PluginNames.plain(c)))
                .min(Comparator.<String>comparingInt(c -> distance(plain, PluginNames.plain(c)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static boolean sharesStart(String a, String b) {
        return a.length() >= 4 && b.length() >= 4 && (a.startsWith(b) || b.startsWith(a));
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
    static int distance(String a, String b) {
        String from = a.toLowerCase(Locale.ROOT);
        String to = b.toLowerCase(Locale.ROOT);
        if (from.length() > 200 || to.length() > 200) {
            return Integer.MAX_VALUE;
        }
        int[][] cost = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                cost[i][j] = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + change);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[from.length()][to.length()];
    }
}
