package generic;

import org.handyrep.plugin.FailingPlugin;

/// `failplugin`: of every kind, and always fails. Good for trying out what a failure of a plugin does.
public class FailPlugin extends FailingPlugin {

    public FailPlugin() {
        super("failplugin always fails");
    }
}
