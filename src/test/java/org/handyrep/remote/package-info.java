/// Tests of SSH and SQL against real peers on loopback.
@NullMarked
package org.handyrep.remote;

import org.jspecify.annotations.NullMarked;
