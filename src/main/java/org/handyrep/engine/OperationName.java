package org.handyrep.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What other consoles read of an operation in `pg_stat_activity.application_name`: `handyrep/anna@desk1 op=mib3k2x1-ab12 Failover john>paul`.
///
/// @param console `anna@desk1`
/// @param id of the operation, as in its journal; empty when it cannot be told
/// @param what the plan's title, cut at its end where it is too long
record OperationName(String console, String id, String what) {

    private static final String PREFIX = "handyrep/";
    /// PostgreSQL cuts names there.
    private static final int LONGEST = 63;

    private static final Pattern ID = Pattern.compile("(\\d{8}-\\d{6}-\\d{3})-([0-9a-f]{4})");
    private static final Pattern TEXT = Pattern.compile("handyrep/(.+?) op=(\\S+) ?(.*)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);

    String text() {
        Matcher known = ID.matcher(id);
        String shortId = known.matches()
                ? Long.toString(LocalDateTime.parse(known.group(1), TIME).toInstant(ZoneOffset.UTC).toEpochMilli(), 36) + "-" + known.group(2)
                : id;
        String text = PREFIX + ascii(console) + " op=" + shortId + " " + ascii(what.replace(" → ", ">"));
        return text.substring(0, Math.min(LONGEST, text.length())).strip();
    }

    private static String ascii(String text) {
        return text.replaceAll("[^ -~]", "?");
    }

    /// Empty for the name of a session that runs no operation.
    static Optional<OperationName> parse(String text) {
        Matcher m = TEXT.matcher(text);
        return m.matches() ? Optional.of(new OperationName(m.group(1), longId(m.group(2)), m.group(3).replace(">", " → "))) : Optional.empty();
    }

    private static String longId(String shortId) {
        int dash = shortId.lastIndexOf('-');
        try {
            long millis = Long.parseLong(shortId.substring(0, Math.max(0, dash)), 36);
            return TIME.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC)) + shortId.substring(dash);
        } catch (NumberFormatException | DateTimeException e) {
            return "";
        }
    }

    /// When the operation began, by its console's clock.
    Optional<Instant> since() {
        Matcher known = ID.matcher(id);
        return known.matches()
                ? Optional.of(LocalDateTime.parse(known.group(1), TIME).toInstant(ZoneOffset.UTC))
                : Optional.empty();
    }

    /// `anna@desk1: Failover john → paul since 12:04:07`.
    String sentence(ZoneId zone) {
        return console + ": " + (what.isBlank() ? "an operation" : what)
                + since().map(at -> " since " + DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone).format(at)).orElse("");
    }
}
