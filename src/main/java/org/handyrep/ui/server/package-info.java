/// The selected server: facts with their age, actions with their reasons.
@NullMarked
package org.handyrep.ui.server;

import org.jspecify.annotations.NullMarked;
