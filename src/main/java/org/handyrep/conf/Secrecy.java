package org.handyrep.conf;

import java.util.regex.Pattern;

/// Recognises what must never be shown or stored, by its name or by its look.
public final class Secrecy {

    static final String MASK = "***";

    private static final Pattern NAME = Pattern.compile(
            "(?i)(^|.*[_-])(pass|passwd|password|passphrase|pwd|secret|token|apikey|pgpassword)([_-].*|$)|.*password.*");
    private static final Pattern CONNINFO =
            Pattern.compile("(?i)\\b(\\w*(?:password|passwd|sslpassword))(\\s*=\\s*)('(?:[^'\\\\]|\\\\.)*+'|[^\\s&,]+)");
    private static final Pattern URL = Pattern.compile("(\\w+://[^\\s:/@]+):[^\\s@/]+@");

    private Secrecy() {}

    public static boolean isSecretName(String key) {
        return NAME.matcher(key).matches();
    }

    /// The text with passwords of connection strings and URLs masked.
    public static String mask(String text) {
        return URL.matcher(CONNINFO.matcher(text).replaceAll("$1$2" + MASK)).replaceAll("$1:" + MASK + "@");
    }
}
