package org.handyrep.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.SqlResult;

/// Asks several servers at once.
final class Asking {

    private record Answer(String server, SqlResult result) {}

    private Asking() {}

    /// @param grace how long is waited for the others once those that answered are enough
    /// @param enough given the names of those that answered with rows
    /// @return the answers that came in time
    static Map<String, SqlResult> all(
            Map<String, Server> servers,
            Duration deadline,
            Duration grace,
            Predicate<Set<String>> enough,
            Function<Server, SqlResult> question) {
        BlockingQueue<Answer> queue = new LinkedBlockingQueue<>();
        servers.forEach((name, server) -> Thread.ofVirtual()
                .name("ask " + name)
                .start(() -> queue.add(new Answer(name, question.apply(server)))));
        Map<String, SqlResult> answers = new TreeMap<>();
        Set<String> good = new java.util.TreeSet<>();
        long end = System.nanoTime() + deadline.toNanos();
        try {
            while (answers.size() < servers.size()) {
                Answer next = queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (next == null) {
                    break;
                }
                boolean before = enough.test(good);
                answers.put(next.server(), next.result());
                if (next.result() instanceof SqlResult.Rows) {
                    good.add(next.server());
                }
                if (!before && enough.test(good)) {
                    end = Math.min(end, System.nanoTime() + grace.toNanos());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answers;
    }
}
