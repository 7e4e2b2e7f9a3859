/// The frame of the window: navigation, verdict, pages, menus. It knows clusters only as values and an Engine.
@NullMarked
package org.handyrep.ui.main;

import org.jspecify.annotations.NullMarked;
