/// What the plugins for pgbouncer share: the text of its configuration, its console, and where sessions through it end.
@NullMarked
package org.handyrep.plugin.pgbouncer;

import org.jspecify.annotations.NullMarked;
