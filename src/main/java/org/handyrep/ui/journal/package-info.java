/// What happened: the journal of operations and the log.
@NullMarked
package org.handyrep.ui.journal;

import org.jspecify.annotations.NullMarked;
