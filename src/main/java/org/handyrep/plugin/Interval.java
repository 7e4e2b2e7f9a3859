package org.handyrep.plugin;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as HandyRep's settings write it: `60 seconds`, `2 minutes`, `1 hour 30 minutes`.
public final class Interval {

    /// What is said of anything else.
    public static final String EXPECTED = "is a number and a unit: seconds, minutes or hours, as in \"60 seconds\" or \"2 minutes\"";

    private static final Pattern WHOLE = Pattern.compile("(\\d{1,6}\\s*[a-z]+\\s*)+");
    private static final Pattern PART = Pattern.compile("(\\d{1,6})\\s*([a-z]+)");

    private Interval() {}

    /// Empty for what cannot be understood, and for nothing at all.
    public static Optional<Duration> parse(String text) {
        String given = text.strip().toLowerCase(Locale.ROOT);
        if (!WHOLE.matcher(given).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(given);
        while (part.find()) {
            long number = Long.parseLong(part.group(1));
            Optional<Duration> one = switch (part.group(2)) {
                case "s", "sec", "secs", "second", "seconds" -> Optional.of(Duration.ofSeconds(number));
                case "m", "min", "mins", "minute", "minutes" -> Optional.of(Duration.ofMinutes(number));
                case "h", "hr", "hrs", "hour", "hours" -> Optional.of(Duration.ofHours(number));
                default -> Optional.empty();
            };
            if (one.isEmpty()) {
                return Optional.empty();
            }
            sum = sum.plus(one.get());
        }
        return sum.isZero() ? Optional.empty() : Optional.of(sum);
    }
}
