/// Three hosts that are not this process: containers with a real OpenSSH, a separate ssh user, sudo and Debian's PostgreSQL.
@NullMarked
package org.handyrep.hosts;

import org.jspecify.annotations.NullMarked;
