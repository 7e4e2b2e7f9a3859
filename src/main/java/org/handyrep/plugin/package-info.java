/// What the author of a plugin sees: the template class, the kinds, outcomes, commands and the tools.
@NullMarked
package org.handyrep.plugin;

import org.jspecify.annotations.NullMarked;
