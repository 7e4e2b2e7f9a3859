package availability;

import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.MasterCheck;
import org.handyrep.plugin.Outcome;

/// `one_hr_master`: this HandyRep is always in charge. Only where no second one can watch the same cluster.
public class OneHrMaster extends HandyRepPlugin implements MasterCheck {

    @Override
    public Outcome run() {
        return Outcome.success("this HandyRep is the only one, so it is in charge");
    }

    @Override
    public Outcome test() {
        return Outcome.success("one_hr_master needs nothing; no second HandyRep may watch this cluster");
    }
}
