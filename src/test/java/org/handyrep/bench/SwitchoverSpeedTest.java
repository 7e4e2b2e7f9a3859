package org.handyrep.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.demo.LocalPostgres;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.HostProbe;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The time without a write that a client sees which writes every 5 ms, in a bare scripted switchover and in ours.
@Tag("bench")
class SwitchoverSpeedTest {

    private static final int RUNS = Integer.getInteger("bench.runs", 12);
    private static final double MAY_ADD = 500;

    private final Samples bare = new Samples();
    private final Samples ours = new Samples();
    private final StepTimes steps = new StepTimes();

    @Test
    void addsLittleToABareSwitchover() throws SQLException {
        Table table = new Table("Switchover, time without a write as a client sees it");
        try (Lab lab = new Lab(2)) {
            for (int i = 0; i < RUNS; i++) {
                switchBare(lab);
                switchByPlan(lab);
            }
        }
        double added = ours.median() - bare.median();
        table.row("bare: checkpoint, stop, wait, promote", bare).row("our switchover", ours);
        table.line("our median is %.0f ms above the bare one, at most %.0f are wanted".formatted(added, MAY_ADD));
        steps.addTo(table);
        table.print();
        assertTrue(added <= MAY_ADD, () -> "added " + added + " ms, " + Table.load());
    }

    private void switchBare(Lab lab) throws SQLException {
        LocalPostgres old = lab.primary();
        LocalPostgres next = lab.next();
        try (SteadyClient client = new SteadyClient(List.of(old, next));
                Connection toOld = old.connect();
                Connection toNext = next.connect()) {
            Shell oldDoor = lab.door(old);
            Shell nextDoor = lab.door(next);
            Server oldServer = lab.definition(old);
            client.firstWrite(old.name(), System.nanoTime());

            toOld.createStatement().execute("CHECKPOINT");
            long begun = System.nanoTime();
            lab.pgCtl(oldDoor, old, "stop", "-m", "fast");
            Lsn checkpoint = HostProbe.controlData(oldDoor, oldServer).orElseThrow().checkpoint();
            lab.awaitReplay(toNext, checkpoint);
            lab.pgCtl(nextDoor, next, "promote", "-W");
            client.firstWrite(next.name(), begun);
            bare.add(client.longestGap());
        }
        lab.moved(next);
        lab.follow(lab.servers().stream().filter(s -> !s.name().equals(next.name())).toList());
    }

    private void switchByPlan(Lab lab) {
        LocalPostgres old = lab.primary();
        LocalPostgres next = lab.next();
        try (ClusterEngine engine = lab.engine();
                SteadyClient client = new SteadyClient(List.of(old, next))) {
            Plan plan = lab.plan(engine, next);
            client.firstWrite(old.name(), System.nanoTime());
            OurRun run = OurRun.begin(engine, plan);
            client.firstWrite(next.name(), run.begun());
            ours.add(client.longestGap());
            steps.add(run.end());
        }
        lab.moved(next);
        lab.awaitStreaming();
    }
}
