/// The window.
@NullMarked
package org.handyrep.ui;

import org.jspecify.annotations.NullMarked;
