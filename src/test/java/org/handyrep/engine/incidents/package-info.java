/// One test per incident, named after it, and the versions of PostgreSQL: the whole engine on real clusters.
@NullMarked
package org.handyrep.engine.incidents;

import org.jspecify.annotations.NullMarked;
