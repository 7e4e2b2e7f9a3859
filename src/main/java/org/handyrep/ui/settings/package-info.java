/// What is set: servers, plugins, configuration.
@NullMarked
package org.handyrep.ui.settings;

import org.jspecify.annotations.NullMarked;
