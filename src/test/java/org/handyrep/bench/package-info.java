/// Measurements beside a bare script. Run with `mvn -Pbench verify`.
@NullMarked
package org.handyrep.bench;

import org.jspecify.annotations.NullMarked;
