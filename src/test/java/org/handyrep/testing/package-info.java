/// What tests of every kind share.
@NullMarked
package org.handyrep.testing;

import org.jspecify.annotations.NullMarked;
