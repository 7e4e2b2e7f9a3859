package org.handyrep.ui.main;

import java.util.Optional;
import org.handyrep.engine.Engine.SignIn;
import org.handyrep.engine.Operator;

/// Who works on a cluster, and what he or she may do as of the sign-in.
record Identity(Operator operator, SignIn signIn) {

    /// The one reason for every disabled control; the engine asks again at the act.
    Optional<String> forbidden(String function) {
        return signIn.allowed().contains(function)
                ? Optional.empty()
                : Optional.of(operator.displayName() + " " + said("limit").orElse("may not call") + " " + function);
    }

    Optional<String> warning() {
        return said("warning");
    }

    /// `anna`, or `anna, may only look`.
    String text() {
        boolean limited = forbidden("manual_failover").isPresent();
        return operator.displayName() + (limited ? ", may only look" : "");
    }

    private Optional<String> said(String key) {
        return Optional.ofNullable(signIn.outcome().extra().get(key)).map(String::valueOf);
    }
}
