package org.handyrep.faults;

import java.util.Locale;
import java.util.Map;

/// Sequences of faults in one laboratory, one after the other.
final class RandomRuns {

    enum Replication {
        ASYNC,
        SYNC;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private Map<String, String> parameters() {
            return this == SYNC
                    ? Map.of("wal_receiver_timeout", "3s", "synchronous_standby_names", "ANY 1 (*)")
                    : Map.of("wal_receiver_timeout", "3s");
        }
    }

    private RandomRuns() {}

    /// @param seed of the first; each other one has the next
    /// @throws AssertionError that names what replays it
    static void run(Replication kind, long seed, int sequences) {
        try (FaultLab lab = FaultLab.open(kind.parameters(), System.getProperty("handyrep.faults.check", "check_last_ip_db"), Map.of())) {
            lab.console("anna").ask("init_handyrep_db");
            try (LabClients clients = LabClients.start(lab, 2)) {
                RandomRun run = new RandomRun(lab, clients, kind == Replication.SYNC);
                for (long next = seed; next < seed + sequences; next++) {
                    one(run, kind, next);
                }
            }
        }
    }

    private static void one(RandomRun run, Replication kind, long seed) {
        long start = System.nanoTime();
        try {
            run.run(seed);
        } catch (AssertionError e) {
            throw new AssertionError("mvn -Pfaults test -Dtest=RandomRunsTest -Dhandyrep.faults.seed=" + seed
                    + " -Dhandyrep.faults.sequences=1 -Dhandyrep.faults.only=" + kind.word() + "\n" + e.getMessage(), e);
        }
        System.out.printf("%s %s (%.1f s)%n", kind.word(), run.story().getFirst(), (System.nanoTime() - start) / 1e9);
        if (Boolean.getBoolean("handyrep.faults.tell")) {
            run.story().stream().skip(1).forEach(line -> System.out.println("  " + line));
        }
    }
}
