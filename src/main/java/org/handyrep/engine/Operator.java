package org.handyrep.engine;

import org.handyrep.plugin.Secret;

/// Who asks, with what the authentication plugin needs.
///
/// @param displayName for the journal: `anna@desk7`
public record Operator(String displayName, String username, Secret password) {

    /// The user of this machine, without a password.
    public static Operator local() {
        String user = System.getProperty("user.name", "unknown");
        return new Operator(user, user, Secret.NONE);
    }
}
