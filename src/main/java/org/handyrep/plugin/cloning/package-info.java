/// What the plugins of kind `cloning` share: what is seen of the target, the proof that it may be cloned over, the backup that is held open meanwhile, and the
/// copying itself.
@NullMarked
package org.handyrep.plugin.cloning;

import org.jspecify.annotations.NullMarked;
