/// SSH and SQL: the only users of the SSH library and of java.sql.
@NullMarked
package org.handyrep.remote;

import org.jspecify.annotations.NullMarked;
