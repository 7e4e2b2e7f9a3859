package promotion;

import java.util.List;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PgCtlPlugin;
import org.handyrep.plugin.Promotion;

/// `promote_pg_ctl`: `pg_ctl promote` over SSH. It returns when the server has been told; that it left recovery is for the caller to read back.
public class PromotePgCtl extends PgCtlPlugin implements Promotion {

    public PromotePgCtl() {
        super("promotion_method");
    }

    @Override
    public boolean onlyPromotes() {
        return true;
    }

    @Override
    public List<Act> acts(Server servername) {
        return obstacle(servername).isPresent()
                ? List.of()
                : List.of(new Act.Run(servername, pgCtl(servername).promote()));
    }

    @Override
    public Outcome run(Server servername) {
        if (obstacle(servername).isPresent()) {
            return Outcome.failure(obstacle(servername).get());
        }
        for (Act act : acts(servername)) {
            Outcome outcome = Acts.perform(tools(), act);
            if (!outcome.succeeded()) {
                return outcome;
            }
        }
        return Outcome.success(servername.name() + " was told to leave recovery");
    }
}
