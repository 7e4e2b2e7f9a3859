package org.handyrep.plugin.cloning;

/// Where a rejoin keeps the configuration of a server, beside its data directory or, where that cannot be written to, elsewhere on its host. A clone removes it.
public final class RejoinFolder {

    private static final String BEGIN = "handyrep-rejoin-";

    private RejoinFolder() {}

    /// Its name. What a server is called may have blanks and slashes.
    public static String name(String server) {
        return BEGIN + server.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
