/// handyrep.conf, servers.save, the handyrep table and the templates: reading, checking, writing.
@NullMarked
package org.handyrep.conf;

import org.jspecify.annotations.NullMarked;
