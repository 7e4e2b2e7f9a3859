package org.handyrep.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Test;

/// Two consoles that both believe to be the only one lose the primary at the same moment: the locks on the servers let exactly one of them fail over.
///
/// `-Dhandyrep.faults.races=N` for more of them.
abstract class Races {

    private static final int RACES = Integer.getInteger("handyrep.faults.races", 5);
    private static final Duration SOON = Duration.ofMinutes(3);

    @Test
    void exactlyOneFailsOver() {
        try (FaultLab lab = FaultLab.open(Map.of(), "one_hr_master", Map.of());
                LabClients clients = LabClients.start(lab, 1)) {
            Set<String> known = new HashSet<>();
            String primary = "john";
            int[] wins = new int[FaultLab.CONSOLES.size()];
            for (int race = 1; race <= RACES; race++) {
                String dead = primary;
                await("both consoles are ready, race " + race).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() ->
                        FaultLab.CONSOLES.stream().allMatch(c -> lab.console(c).isArmed(dead)));
                lab.server(dead).kill9();
                await("clients write again, race " + race).atMost(SOON).pollInterval(Duration.ofMillis(100)).until(() -> {
                    long now = System.nanoTime();
                    return clients.since(now - 300_000_000L).stream().anyMatch(w -> !w.server().equals(lab.server(dead).settings().host()));
                });
                await("nobody is at work, race " + race).atMost(SOON).pollInterval(Duration.ofMillis(300)).until(() -> FaultLab.CONSOLES.stream()
                        .allMatch(c -> !lab.console(c).state().path("operations").toString().matches(".*(RUNNING|ROLLING_BACK).*")));
                int won = 0;
                for (int i = 0; i < FaultLab.CONSOLES.size(); i++) {
                    for (var operation : lab.console(FaultLab.CONSOLES.get(i)).state().path("operations")) {
                        boolean promoted = operation.path("steps").toString().contains("is the primary on timeline");
                        if (known.add(operation.path("id").asString()) && promoted) {
                            won++;
                            wins[i]++;
                        }
                    }
                }
                assertEquals(1, won, "race " + race + ": " + lab.console("anna").state() + lab.console("bert").state());
                List<String> writable = FaultLab.SERVERS.stream().filter(name -> isWritable(lab, name)).toList();
                assertEquals(1, writable.size(), writable::toString);
                primary = writable.getFirst();
                lab.repair(primary);
            }
            System.out.println(RACES + " races: anna failed over " + wins[0] + " times, bert " + wins[1]);
        }
    }

    private static boolean isWritable(FaultLab lab, String name) {
        return lab.server(name).isRunning() && PostgresCluster.query(lab.server(name), "SELECT pg_is_in_recovery()").equals("f");
    }
}
