package org.handyrep.engine;

import java.util.Optional;
import java.util.Set;
import org.handyrep.engine.Engine.SignIn;
import org.handyrep.plugin.Authentication;
import org.handyrep.plugin.Outcome;

/// Who somebody is, as the authentication plugin sees it, and what he or she may do.
final class SigningIn {

    private static final String LEAST = "get_status";

    private SigningIn() {}

    /// A wrong password is tried once only: a directory may lock an account after a few.
    static SignIn of(Authentication authentication, Operator who) {
        boolean needed = authentication.asksWho();
        Outcome answer = authentication.run(who.username(), who.password(), LEAST);
        if (!answer.succeeded() && !Boolean.TRUE.equals(answer.extra().get("known"))) {
            return new SignIn(answer, Set.of(), needed);
        }
        Set<String> allowed = authentication.allowed(who.username(), who.password(), ApiSignatures.names());
        return new SignIn(allowed.isEmpty() ? answer : signedIn(who, answer), allowed, needed);
    }

    private static Outcome signedIn(Operator who, Outcome answer) {
        Outcome outcome = answer.succeeded() ? answer : Outcome.success(who.displayName() + " is signed in");
        for (String key : Set.of("limit", "warning")) {
            Optional<Object> value = Optional.ofNullable(answer.extra().get(key));
            outcome = value.isPresent() ? outcome.with(key, value.get()) : outcome;
        }
        return outcome;
    }
}
