package org.handyrep.plugins;

import java.util.List;
import java.util.stream.Stream;

/// Names and passwords that somebody might try who is not anna.
final class HostileTexts {

    private HostileTexts() {}

    private static final List<String> BOTH = List.of(
            "", " ", "   ", "\t", "\n", "\0", "anna\0", "anna\0x", "*", "**", "a*", "*a*", "anna*", "a\\2a", "\\2a", "\\00", "\\", "\\\\",
            "anna)", "anna)(uid=*", "anna)(|(uid=*", "*)(uid=*))(|(uid=*", "anna)(&)", "(&)", "(|)", "(objectClass=*)", ")(cn=*)", "&", "|", "!",
            "uid=anna", "anna,ou=people,dc=example,dc=org", "uid=anna,ou=people,dc=example,dc=org", "CN=Anna Example,CN=Users,DC=corp,DC=example",
            "anna,", "anna+", "\"anna\"", "'anna'", "anna;", "anna<", "anna>", "anna=", "#616e6e61", "anna\u00ad", "\uff41\uff4e\uff4e\uff41",
            "\u0430nna", "\ud800", "anna\udc00", "\udc00\ud800", "\ud83d\ude00", "\ufeffanna", "\u202eanna", "anna\r\n", "anna\n(uid=*)",
            "x".repeat(200), "x".repeat(100_000), "*".repeat(5_000), "(".repeat(2_000), "\\".repeat(1_001), "' OR '1'='1", "$(id)", "`id`",
            "%s%n", "${jndi:ldap://127.0.0.1/x}", "../../etc/passwd", "root", "admin", "null", "true", "0");

    static final List<String> NAMES =
            Stream.concat(BOTH.stream(), Stream.of(" anna", "anna ", "  anna  ", "a nna", "annna", "twin")).toList();

    static final List<String> PASSWORDS = Stream.concat(
                    BOTH.stream(),
                    Stream.of(
                            Directories.PASSWORD + "\0", Directories.PASSWORD + "\0x", Directories.PASSWORD + " ", " " + Directories.PASSWORD,
                            Directories.PASSWORD.toUpperCase(java.util.Locale.ROOT), Directories.PASSWORD.substring(1), "anna", "handyrep"))
            .toList();
}
