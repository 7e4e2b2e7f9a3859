package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.handyrep.cluster.Observation;

/// Numbers and names as sentences need them.
final class Words {

    private Words() {}

    /// `0.4 s`; whole minutes and hours above that: `3 min`, `5 h`.
    static String seconds(Duration time) {
        long whole = time.toSeconds();
        if (whole >= 2 * 3600) {
            return whole / 3600 + " h";
        }
        if (whole >= 3 * 60) {
            return whole / 60 + " min";
        }
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    static String megabytes(double megabytes) {
        return String.format(Locale.ROOT, "%.1f MB", megabytes);
    }

    static String megabytes(long bytes) {
        return megabytes(bytes / (1024.0 * 1024.0));
    }

    /// `paul`, `paul and george`, `paul, george and ringo`.
    static String names(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    static String namesOf(List<Observation> servers) {
        return names(servers.stream().map(Observation::name).toList());
    }
}
