/// The plugins of the project, against fakes and against real servers.
@NullMarked
package org.handyrep.plugins;

import org.jspecify.annotations.NullMarked;
