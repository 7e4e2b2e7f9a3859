/// The command line.
@NullMarked
package org.handyrep.cli;

import org.jspecify.annotations.NullMarked;
