package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How far a long command is.
///
/// @param phase what is being done, `copying base files`
/// @param done bytes
/// @param total bytes, an estimate; 0 while there is none
/// @param bytesPerSecond of the last seconds
/// @param quiet how long nothing has moved
public record Progress(String phase, long done, long total, double bytesPerSecond, Duration quiet) {

    private static final Duration LONG = Duration.ofSeconds(5);

    public static Progress of(String phase) {
        return new Progress(phase, 0, 0, 0, Duration.ZERO);
    }

    /// 0 to 100; empty while there is no estimate. It never says 100 before the end: the database grows while it is copied.
    public Optional<Integer> percent() {
        return total <= 0 ? Optional.empty() : Optional.of((int) Math.min(99, done * 100.0 / total));
    }

    /// How long it will take if it goes on like this.
    public Optional<Duration> left() {
        return total <= done || bytesPerSecond < 1
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds(Math.round((total - done) / bytesPerSecond)));
    }

    /// `copying: 1.2 of 40.0 GB (3 %), 118 MB/s, 5 min 29 s left`.
    public String sentence() {
        StringBuilder text = new StringBuilder(phase);
        if (done > 0 || total > 0) {
            text.append(": ").append(total > 0 ? size(done) + " of about " + size(total) : size(done));
            percent().ifPresent(p -> text.append(" (").append(p).append(" %)"));
            text.append(", ").append(size((long) bytesPerSecond)).append("/s");
            left().ifPresent(d -> text.append(", ").append(words(d)).append(" left"));
        }
        return quiet.compareTo(LONG) > 0 ? text + "; nothing has moved for " + words(quiet) : text.toString();
    }

    /// `1.2 GB`, with powers of 1000.
    public static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB", "PB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    private static String words(Duration time) {
        long s = time.toSeconds();
        if (s < 60) {
            return s + " s";
        }
        return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s % 3600 / 60 + " min";
    }
}
