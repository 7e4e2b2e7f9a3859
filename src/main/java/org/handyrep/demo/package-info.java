/// A real local PostgreSQL cluster to try things on.
@NullMarked
package org.handyrep.demo;

import org.jspecify.annotations.NullMarked;
