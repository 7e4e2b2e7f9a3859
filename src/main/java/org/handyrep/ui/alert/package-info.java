/// What is told to somebody who does not look at the window.
@NullMarked
package org.handyrep.ui.alert;

import org.jspecify.annotations.NullMarked;
