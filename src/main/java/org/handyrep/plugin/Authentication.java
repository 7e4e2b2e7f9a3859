package org.handyrep.plugin;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// `authentication_method`: may this user call this API function?
public interface Authentication {

    /// Asked before every call.
    ///
    /// A success may carry `warning`, a sentence that is shown at every sign-in, and `limit`, the words between name and function that say why a
    /// function is not allowed: `may not call`. A failure carries `known` = true when the user is who he or she says, and only this function is
    /// not allowed.
    Outcome run(String username, Secret userpass, String funcname);

    /// Which of these functions the user may call; for showing, never instead of asking `run`. A plugin that asks a server answers with one question.
    default Set<String> allowed(String username, Secret userpass, Collection<String> functions) {
        Set<String> allowed = new LinkedHashSet<>();
        for (String function : functions) {
            if (run(username, userpass, function).succeeded()) {
                allowed.add(function);
            }
        }
        return allowed;
    }

    /// Whether a user has to give a name and a password at all.
    default boolean asksWho() {
        return true;
    }
}
