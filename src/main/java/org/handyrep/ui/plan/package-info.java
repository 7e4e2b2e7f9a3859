/// Plans on screen: the failover wizard, the plan of any other request, the operation that runs.
@NullMarked
package org.handyrep.ui.plan;

import org.jspecify.annotations.NullMarked;
