package org.handyrep.engine;

import java.util.Collection;
import org.handyrep.conf.Nearest;

/// There is no API function of this name; the message says which is near.
public final class UnknownFunction extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnknownFunction(String function, Collection<String> known) {
        super("there is no function " + function
                + Nearest.of(function, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; there are " + String.join(", ", known)));
    }
}
