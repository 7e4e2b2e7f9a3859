/// How the verdict is known, and what the console would do by itself: both below the verdict, opened when they are wanted.
@NullMarked
package org.handyrep.ui.automation;

import org.jspecify.annotations.NullMarked;
