package org.handyrep.ui.common;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Words for numbers: bytes as PostgreSQL's `pg_size_pretty` (1 kB = 1024 B), durations and ages. Always with the unit, always the same in every place.
public final class Formats {

    /// What stands where a fact is not known.
    public static final String NOTHING = "–";

    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Formats() {}

    /// `0 B`, `16 kB`, `3.1 MB`, `402 MB`.
    public static String bytes(long bytes) {
        if (bytes == Long.MIN_VALUE) {
            return NOTHING;
        }
        if (bytes < 0) {
            return "−" + bytes(-bytes);
        }
        double value = bytes;
        int unit = 0;
        while (value >= 1023.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit > 0 && value < 9.95
                ? String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit])
                : String.format(Locale.ROOT, "%.0f %s", value, UNITS[unit]);
    }

    /// `0.4 s`, `14 s`, `4 m 10 s`, `2 h 5 m`, `3 d 4 h`; milliseconds below 0.1 s.
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis == 0) {
            return "0.0 s";
        }
        if (millis < 100) {
            return millis + " ms";
        }
        return seconds(duration);
    }

    /// As [#duration] but never smaller than tenths of a second, so that ticking ages do not jump between units.
    public static String seconds(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 9950) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        long s = Math.round(millis / 1000.0);
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return two(s / 60, "m", s % 60, "s");
        }
        if (s < 86400) {
            return two(s / 3600, "h", s % 3600 / 60, "m");
        }
        return two(s / 86400, "d", s % 86400 / 3600, "h");
    }

    /// `0.8 s ago`; a moment in the future (clocks differ) counts as now.
    public static String age(Instant then, Instant now) {
        return seconds(Duration.between(then, now)) + " ago";
    }

    /// `16 kB · 0.2 s`, or bytes alone when the time is not known. Nothing behind is no time behind: the clock of an idle primary says nothing.
    public static String lag(long bytes, Optional<Duration> time) {
        return bytes(bytes) + time.map(t -> " · " + seconds(bytes == 0 ? Duration.ZERO : t)).orElse("");
    }

    /// `14:03:11`, in the time zone of this machine.
    public static String clock(Instant at) {
        return CLOCK.format(at.atZone(ZoneId.systemDefault()));
    }

    /// `2026-05-01 14:03:11`, in the time zone of this machine.
    public static String dateTime(Instant at) {
        return DATE.format(at.atZone(ZoneId.systemDefault()));
    }

    /// The clock alone for a moment of today, with the date for any other.
    public static String moment(Instant at, Instant now) {
        String whole = dateTime(at);
        return whole.startsWith(dateTime(now).substring(0, 10)) ? clock(at) : whole;
    }

    /// `3 replicas`, `1 replica`.
    public static String count(long n, String singular) {
        return n + " " + singular + (n == 1 ? "" : "s");
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + " " + bigUnit : big + " " + bigUnit + " " + small + " " + smallUnit;
    }
}
