/// HandyRep: an operations console for PostgreSQL replication clusters. The way of the data: remote → engine (observer) → cluster → diagnosis → plan → engine (runner) → remote.
@NullMarked
package org.handyrep;

import org.jspecify.annotations.NullMarked;
