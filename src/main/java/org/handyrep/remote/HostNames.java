package org.handyrep.remote;

import java.util.regex.Pattern;

/// Tells host names and addresses from anything else that may have been typed where one belongs.
final class HostNames {

    /// Not a comma, which would make a list of it, nor a `?` or `/`, which would make it a part of an address.
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.:%][\\p{L}\\p{N}_.:%-]*");

    private HostNames() {}

    static boolean isOne(String text) {
        return NAME.matcher(text).matches();
    }
}
