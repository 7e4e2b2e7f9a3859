package org.handyrep.faults;

import java.util.List;
import java.util.Random;

/// One thing that goes wrong in the laboratory.
///
/// Servers are named by what they are at that moment: `primary`, `replica1`, `replica2`.
sealed interface Fault {

    /// `kill -9` of a PostgreSQL.
    record Crash(String server) implements Fault {}

    /// `SIGSTOP` of a PostgreSQL: the kernel goes on accepting connections.
    record Freeze(String server) implements Fault {}

    /// The host of a server goes without a word.
    record PowerOff(String server) implements Fault {}

    record Isolate(String host) implements Fault {}

    record Cut(String one, String other) implements Fault {}

    record CutOneWay(String from, String to) implements Fault {}

    /// Its host sends slowly: half a megabit in a second.
    record Slow(String host) implements Fault {}

    record KillConsole(String console) implements Fault {}

    /// @param pauseMillis until the next one
    record Timed(Fault fault, long pauseMillis) {}

    List<String> SERVERS = List.of("primary", "replica1", "replica2");
    List<String> OTHERS = List.of("anna", "bert", "bouncer1", "bouncer2");

    /// One to three of them, more often about the primary than not; the same for the same seed.
    static List<Timed> sequence(long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(3);
        return random.longs(count).mapToObj(each -> timed(new Random(each))).toList();
    }

    private static Timed timed(Random random) {
        return new Timed(one(random), random.nextInt(1500));
    }

    private static Fault one(Random random) {
        String server = random.nextInt(10) < 7 ? "primary" : any(random, SERVERS);
        return switch (random.nextInt(11)) {
            case 0, 1 -> new Crash(server);
            case 2 -> new Freeze(server);
            case 3 -> new PowerOff(server);
            case 4 -> new Isolate(random.nextInt(4) == 0 ? any(random, OTHERS) : server);
            case 5, 6 -> new Cut(server, another(random, server));
            case 7, 8 -> random.nextBoolean()
                    ? new CutOneWay(server, another(random, server))
                    : new CutOneWay(another(random, server), server);
            case 9 -> new Slow(random.nextInt(4) == 0 ? any(random, OTHERS) : server);
            default -> new KillConsole(any(random, FaultLab.CONSOLES));
        };
    }

    private static String another(Random random, String server) {
        List<String> all = random.nextBoolean() ? OTHERS : SERVERS.stream().filter(s -> !s.equals(server)).toList();
        return any(random, all);
    }

    private static String any(Random random, List<String> names) {
        return names.get(random.nextInt(names.size()));
    }
}
