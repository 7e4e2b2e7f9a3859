package org.handyrep.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Faults at random, two consoles, clients that never rest.
///
/// `-Dhandyrep.faults.sequences=N` makes it longer, `-Dhandyrep.faults.seed=S` begins with another seed; a failure names the seed to replay.
abstract class RandomRuns {

    private static final int SEQUENCES = Integer.getInteger("handyrep.faults.sequences", 6);
    private static final long SEED = Long.getLong("handyrep.faults.seed", 1);

    @Test
    void withoutSynchronousReplication() {
        run(Map.of(), false);
    }

    @Test
    void withSynchronousReplication() {
        run(Map.of("synchronous_standby_names", "ANY 1 (*)"), true);
    }

    private static void run(Map<String, String> parameters, boolean synchronous) {
        Map<String, String> servers = new LinkedHashMap<>(parameters);
        servers.put("wal_receiver_timeout", "5s");
        try (FaultLab lab = FaultLab.open(servers, System.getProperty("handyrep.faults.check", "check_last_ip_db"), Map.of())) {
            lab.console("anna").ask("init_handyrep_db");
            try (LabClients clients = LabClients.start(lab, 3)) {
                RandomRun run = new RandomRun(lab, clients, synchronous);
                for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
                    long start = System.nanoTime();
                    run.run(seed);
                    List<String> story = run.story();
                    System.out.printf("%s (%.1f s)%n", story.getFirst(), (System.nanoTime() - start) / 1e9);
                    if (Boolean.getBoolean("handyrep.faults.tell")) {
                        story.stream().skip(1).forEach(line -> System.out.println("  " + line));
                    }
                }
            }
        }
    }
}
