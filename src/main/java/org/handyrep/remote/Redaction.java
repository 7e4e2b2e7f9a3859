package org.handyrep.remote;

import java.util.regex.Pattern;
import org.handyrep.plugin.Secret;

/// Takes passwords out of a message that somebody else wrote.
final class Redaction {

    private static final Pattern PASSWORD =
            Pattern.compile("(?i)(password\\s*=?\\s*)('(?:[^'\\\\]|''|\\\\.)*'|\\\\'(?:(?!\\\\').)*\\\\'|(?<==\\s{0,3})[^\\s'\"]+)");

    private static final Pattern CONSTANT = Pattern.compile("near \"[EUeu&]*'.*\"");

    private Redaction() {}

    /// One line, with `***` for the secret and for whatever stands where a password stands in SQL or in a connection string.
    static String redact(String message, Secret secret) {
        String line = message.strip().replaceAll("\\s*\\R\\s*", "; ");
        if (!secret.isEmpty()) {
            line = line.replace(secret.reveal(), "***");
        }
        return PASSWORD.matcher(CONSTANT.matcher(line).replaceAll("near \"***\"")).replaceAll("$1***");
    }
}
