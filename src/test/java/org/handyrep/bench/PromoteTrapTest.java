package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.plan.Plan;
import org.handyrep.plan.Step;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A promotion that meets the end of the WAL receiver can sleep for 5 s (`wal_retrieve_retry_interval`). Ours must not, however close to the `kill -9` it comes.
@Tag("bench")
class PromoteTrapTest {

    private static final int RUNS = Integer.getInteger("bench.promotions", 50);
    private static final double TRAP = 3000;

    @Test
    void neverSleepsAfterTheKillOfThePrimary() {
        Table table = new Table("Promotion begun right after kill -9, to the first write on the new primary");
        Samples promotions = new Samples();
        try (Lab lab = new Lab(2)) {
            for (int i = 0; i < RUNS; i++) {
                promotions.add(promote(lab));
            }
        }
        table.row("our promotion step", promotions)
                .line("sorted: " + promotions.distribution())
                .line("slower than " + TRAP + " ms: " + promotions.above(TRAP));
        table.print();
        assertEquals(0, promotions.above(TRAP), promotions::distribution);
    }

    /// The promotion alone with the locks that it needs, planned while the primary lives, because a whole failover begins when the receiver is long gone.
    private static long promote(Lab lab) {
        LocalPostgres next = lab.next();
        long took;
        try (ClusterEngine engine = lab.engine();
                SteadyClient client = new SteadyClient(List.of(next))) {
            List<Step> promote = lab.plan(engine, next).steps().stream()
                    .filter(step -> step.owns() || step.isPointOfNoReturn())
                    .toList();
            Plan.Impact impact = new Plan.Impact("Promote", Optional.empty(), "", "", "", List.of());
            Plan plan = new Plan("promote", "Promote " + next.name(), "measured", List.of(), promote, impact);
            lab.primary().kill9();
            OurRun run = OurRun.begin(engine, plan);
            took = client.firstWrite(next.name(), run.begun()) - run.begun();
            run.end();
        }
        lab.moved(next);
        lab.rebuildReplicas();
        return took;
    }
}
