/// The rules of the house as tests.
@NullMarked
package org.handyrep.rules;

import org.jspecify.annotations.NullMarked;
