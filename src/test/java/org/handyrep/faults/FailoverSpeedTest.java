package org.handyrep.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// From the moment something happens to the primary to the first write through a pgbouncer on the new one, and where that time goes.
@Tag("bench")
class FailoverSpeedTest {

    private static final int RUNS = Integer.getInteger("bench.runs", 5);
    private static final Duration LONG = Duration.ofSeconds(90);

    /// What handyrep.conf says where it says nothing.
    private static final Map<String, String> DEFAULTS = Map.of("poll_interval", "", "verify_frequency", "", "fail_retries", "", "fail_retry_interval", "");

    private static final Map<String, String> FAST = Map.of("poll_interval", "1", "fail_retries", "1", "fail_retry_interval", "0");

    @Test
    void fromTheEventToTheFirstWrite() {
        StringBuilder table = new StringBuilder("\nFrom the event to the first write through pgbouncer, seconds\n");
        Map.of("default settings", DEFAULTS, "fast settings", FAST).forEach((name, options) -> {
            for (String event : List.of("kill -9", "SIGSTOP", "power off")) {
                table.append(measured(name, options, event));
            }
        });
        System.out.println(table);
    }

    private static String measured(String settings, Map<String, String> options, String event) {
        List<Double> seconds = new ArrayList<>();
        Map<String, List<Long>> steps = new TreeMap<>();
        int lost = 0;
        try (FaultLab lab = FaultLab.open(Map.of("wal_receiver_timeout", "60s"), "one_hr_master", with(options));
                LabClients clients = LabClients.start(lab, 4)) {
            lab.console("bert").kill();
            String primary = "john";
            for (int i = 0; i < RUNS; i++) {
                String dead = primary;
                LabConsole anna = lab.console("anna");
                await("ready").atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> isReady(anna, dead));
                long start = System.nanoTime();
                switch (event) {
                    case "kill -9" -> lab.server(dead).kill9();
                    case "SIGSTOP" -> lab.server(dead).freeze();
                    default -> lab.powerOff(dead);
                }
                String host = lab.server(dead).settings().host();
                await(event).atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() ->
                        clients.since(start).stream().anyMatch(w -> !w.server().equals(host)));
                clients.since(start).stream().filter(w -> !w.server().equals(host)).findFirst().ifPresent(w ->
                        seconds.add((w.acknowledged() - start) / 1e9));
                await("done").atMost(LONG).until(() -> !anna.state().path("operations").toString().contains("RUNNING"));
                count(anna, steps);
                lab.network().heal();
                lab.server(dead).thaw();
                if (event.equals("power off")) {
                    lab.powerOn(dead);
                }
                primary = FaultLab.SERVERS.stream()
                        .filter(name -> !name.equals(dead) && PostgresCluster.query(lab.server(name), "SELECT pg_is_in_recovery()").equals("f"))
                        .findFirst()
                        .orElseThrow();
                Set<String> gone = clients.lostOn(lab.server(primary));
                lost += gone.size();
                clients.forget(gone);
                String now = primary;
                lab.repair(now);
            }
        }
        seconds.sort(null);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-17s %-10s n=%d min %.2f median %.2f max %.2f, %d acknowledged commits lost%n",
                settings, event, seconds.size(), seconds.getFirst(), seconds.get(seconds.size() / 2), seconds.getLast(), lost));
        steps.forEach((step, millis) -> {
            millis.sort(null);
            text.append(String.format(Locale.ROOT, "    %-60s median %5d ms%n", step, millis.get(millis.size() / 2)));
        });
        return text.toString();
    }

    private static Map<String, String> with(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("automatic_fences", "");
        return all;
    }

    /// The steps of the newest operation, by their first two words.
    private static void count(LabConsole console, Map<String, List<Long>> steps) {
        StreamSupport.stream(console.state().path("operations").spliterator(), false).findFirst().ifPresent(operation ->
                operation.path("steps").forEach(step -> {
                    String text = step.asString();
                    var matcher = java.util.regex.Pattern.compile("^(\\w+ \\w+).*?: DONE (\\d+) ms").matcher(text);
                    if (matcher.find()) {
                        steps.computeIfAbsent(matcher.group(1), k -> new ArrayList<>()).add(Long.parseLong(matcher.group(2)));
                    }
                }));
    }

    private static boolean isReady(LabConsole console, String primary) {
        var state = console.state();
        return state.path("verdict").asString("").equals("PrimaryOK")
                && state.path("primary").asString("").equals(primary)
                && state.path("sentence").asString("").contains("2 of 2 replicas")
                && state.path("automation").asString("").contains("armed");
    }
}
