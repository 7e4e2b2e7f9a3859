package org.handyrep.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// From the moment something happens to the primary to the first write through a pgbouncer on the new one, and where that time goes.
@Tag("bench")
class FailoverSpeedTest {

    private static final int RUNS = Integer.getInteger("bench.runs", 5);
    private static final Duration SLOW = Duration.ofSeconds(12);
    private static final Pattern NAMES = Pattern.compile("\\b(john|paul|george)(, (john|paul|george))*\\b");
    private static final Pattern STEP = Pattern.compile("^(.*?): DONE (\\d+) ms");

    /// Part of the settings' or the event's name, for who looks for one number.
    private static final String ONLY = System.getProperty("bench.only", "");
    private static final Duration LONG = Duration.ofSeconds(90);

    /// What handyrep.conf says where it says nothing.
    private static final Map<String, String> DEFAULTS = Map.of("poll_interval", "", "verify_frequency", "", "fail_retries", "", "fail_retry_interval", "");

    private static final Map<String, String> FAST = Map.of("poll_interval", "1", "fail_retries", "1", "fail_retry_interval", "0");

    @Test
    void fromTheEventToTheFirstWrite() {
        StringBuilder table = new StringBuilder("\nFrom the event to the first write through pgbouncer, seconds\n");
        Map.of("default settings", DEFAULTS, "fast settings", FAST).forEach((name, options) -> List.of("kill -9", "SIGSTOP", "power off").stream()
                .filter(event -> (name + " " + event).contains(ONLY))
                .forEach(event -> table.append(measured(name, options, event))));
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
                await("ready").atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> anna.isArmed(dead));
                long start = System.nanoTime();
                Instant at = Instant.now();
                switch (event) {
                    case "kill -9" -> lab.server(dead).kill9();
                    case "SIGSTOP" -> lab.server(dead).freeze();
                    default -> lab.powerOff(dead);
                }
                String host = lab.server(dead).settings().host();
                BooleanSupplier written = () -> clients.since(start).stream().anyMatch(w -> !w.server().equals(host));
                tellIfSlow(anna, settings + ", " + event, written);
                await(event).atMost(LONG).pollInterval(Duration.ofMillis(20)).until(written::getAsBoolean);
                clients.since(start).stream().filter(w -> !w.server().equals(host)).findFirst().ifPresent(w ->
                        seconds.add((w.acknowledged() - start) / 1e9));
                await("done").atMost(LONG).until(() -> !anna.state().path("operations").toString().contains("RUNNING"));
                count(anna, at, steps);
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
                AnnouncedLoss.assertCovers(gone.size(), List.of(Done.of(newest(anna)).announced()));
                lost += gone.size();
                clients.forget(gone);
                String now = primary;
                lab.repair(now);
            }
        }
        seconds.sort(null);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%-17s %-10s n=%d min %.2f median %.2f max %.2f, %d acknowledged commits lost, no more than announced%n",
                settings, event, seconds.size(), seconds.getFirst(), seconds.get(seconds.size() / 2), seconds.getLast(), lost));
        steps.forEach((step, millis) -> {
            millis.sort(null);
            text.append(String.format(Locale.ROOT, "    %-60s median %5d ms%n", step, millis.get(millis.size() / 2)));
        });
        return text.toString();
    }

    /// What the console says while it takes longer than it should.
    private static void tellIfSlow(LabConsole console, String what, BooleanSupplier written) {
        try {
            await().atMost(SLOW).pollInterval(Duration.ofMillis(20)).until(written::getAsBoolean);
        } catch (ConditionTimeoutException e) {
            var state = console.state();
            System.out.println(what + " takes long: " + state.path("sentence") + "\n" + state.path("evidence") + "\n" + state.path("automation"));
        }
    }

    private static Map<String, String> with(Map<String, String> options) {
        Map<String, String> all = new LinkedHashMap<>(options);
        all.put("automatic_fences", "");
        return all;
    }

    /// The steps of the newest operation, and what came before it.
    private static void count(LabConsole console, Instant event, Map<String, List<Long>> steps) {
        JsonNode operation = newest(console);
        add(steps, "00 detection and decision", Duration.between(event, Instant.parse(operation.path("started").asString())).toMillis());
        int number = 0;
        for (JsonNode step : operation.path("steps")) {
            var matcher = STEP.matcher(step.asString());
            if (matcher.find()) {
                number++;
                add(steps, "%02d %s".formatted(number, NAMES.matcher(matcher.group(1)).replaceAll("…")), Long.parseLong(matcher.group(2)));
            }
        }
    }

    private static JsonNode newest(LabConsole console) {
        return console.state().path("operations").path(0);
    }

    private static void add(Map<String, List<Long>> steps, String name, long millis) {
        steps.computeIfAbsent(name, k -> new ArrayList<>()).add(millis);
    }
}
