/// What every page shares: palette, status shapes, words for numbers, notifications, small dialogs.
@NullMarked
package org.handyrep.ui.common;

import org.jspecify.annotations.NullMarked;
