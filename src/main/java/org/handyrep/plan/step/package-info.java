/// The steps plans are made of. Each is a record: what it does, what must hold before, what is read back after, what takes it back.
@NullMarked
package org.handyrep.plan.step;

import org.jspecify.annotations.NullMarked;
