/// The shell around the pure middle: observer, plan runner, journal, plugin folder and the facade with the API functions.
@NullMarked
package org.handyrep.engine;

import org.jspecify.annotations.NullMarked;
