package org.handyrep.plugin;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Attempts with a pause between them, after `fail_retries` and `fail_retry_interval` of `[failover]`.
///
/// @param more attempts after the first that failed: 0 is one attempt, 3 are four
public record Retries(int more, Duration pause) {

    public static Retries of(Tools tools) {
        return new Retries(
                number(tools.option("failover", "fail_retries")).orElse(3.0).intValue(),
                Duration.ofMillis((long)
                        (number(tools.option("failover", "fail_retry_interval")).orElse(5.0) * 1000)));
    }

    /// Asks until an answer is final or the attempts are used up; the last answer counts. An interrupt ends it early, with the answer at hand.
    public <T> T until(Predicate<T> isFinal, Supplier<T> ask) {
        T answer = ask.get();
        for (int attempt = 0; attempt < more && !isFinal.test(answer); attempt++) {
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return answer;
            }
            answer = ask.get();
        }
        return answer;
    }

    /// `after 4 attempts`
    public String attempts() {
        return more == 0 ? "after 1 attempt" : "after " + (more + 1) + " attempts";
    }

    private static Optional<Double> number(Optional<String> text) {
        return text.filter(t -> t.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")).map(Double::valueOf);
    }
}
