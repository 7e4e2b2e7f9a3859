package org.handyrep.plugin.pgbouncer;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words that become text of pgbouncer.ini and stay words.
///
/// pgbouncer reads a file line by line. A name before `=` has letters, digits, `_`, `.` and `-` only: quotes around others are promised by its
/// manual but refused by its parser (pgbouncer#971). A value may be quoted with `'`, doubled inside.
final class IniText {

    /// `MAX_DBNAME` of pgbouncer, without the byte that ends it.
    private static final int LONGEST = 63;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_.:/-]+");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_.:%-]+");
    private static final Pattern PARAMETER = Pattern.compile("\\s*([a-z_]+)\\s*=\\s*('(?:[^']|'')*'|[^\\s']+)(?:\\s+|$)");
    private static final Set<String> OURS = Set.of("host", "port", "dbname");

    private IniText() {}

    static Optional<String> nameObstacle(String name) {
        if (name.equals("pgbouncer")) {
            return Optional.of("a database pgbouncer cannot be offered: that is the name of its console");
        }
        if (!NAME.matcher(name).matches()) {
            return Optional.of("the name " + visible(name) + " cannot be written in pgbouncer.ini: it takes letters, digits, _ . and - only");
        }
        return name.length() > LONGEST
                ? Optional.of("the name " + name + " is longer than the " + LONGEST + " characters that pgbouncer takes")
                : Optional.empty();
    }

    static Optional<String> hostObstacle(String host) {
        return HOST.matcher(host).matches() ? Optional.empty() : Optional.of(visible(host) + " is not a host name");
    }

    /// `extra_connect_param`: whole `key=value` words, none of which would lead the name elsewhere.
    static Optional<String> parametersObstacle(String parameters) {
        Matcher matcher = PARAMETER.matcher(parameters);
        int end = 0;
        while (end < parameters.length() && matcher.find(end) && matcher.start() == end) {
            if (OURS.contains(matcher.group(1))) {
                return Optional.of("extra_connect_param must not set " + matcher.group(1) + ", which is HandyRep's to choose");
            }
            end = matcher.end();
        }
        return end < parameters.strip().length() || hasControl(parameters)
                ? Optional.of("extra_connect_param is not a list of key=value words as pgbouncer writes them")
                : Optional.empty();
    }

    /// @throws IllegalArgumentException if it has a line break or another control character
    static String value(String text) {
        if (hasControl(text)) {
            throw new IllegalArgumentException("a control character cannot be written in pgbouncer.ini");
        }
        return BARE.matcher(text).matches() ? text : "'" + text.replace("'", "''") + "'";
    }

    private static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }

    private static String visible(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.append('"').toString();
    }
}
