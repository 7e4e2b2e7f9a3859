package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.plan.Request;

/// An action on one server, with the reason why it is refused now.
///
/// @param label what the button says, ending in `…` when a dialog follows
/// @param obstacle the tooltip of the disabled button; empty when the action is allowed
/// @param dangerous drawn as such
public record ActionOffer(Request request, String label, Optional<String> obstacle, boolean dangerous) {}
