package org.handyrep.plan.check;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.Observation;

/// The reasons that need more than a word.
final class Sentences {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ROOT);

    /// Verdicts that are otherwise believed in the end.
    private static final Set<String> DEATHS = Set.of("PrimaryProcessDown", "PrimaryHung", "PrimaryHostDown");

    private Sentences() {}

    static String paused(Circumstances now, Paused pause) {
        return "paused by " + pause.by() + " since " + at(now, pause.since())
                + pause.until().map(end -> " until " + at(now, end)).orElse("")
                + (pause.reason().isBlank() ? "" : " (" + pause.reason() + ")")
                + (pause.until().isPresent() ? "" : "; it goes on when somebody resumes it");
    }

    static Optional<String> damaged(Circumstances now) {
        return now.damage().map(why -> "it is not known whether somebody paused it: " + why + "; pause or resume it to write that anew");
    }

    static Optional<String> disturbed(Circumstances now) {
        Attention seen = now.attention();
        return seen.isDisturbed()
                ? Optional.of(seen.disturbance() + ": it goes on when " + Attention.AGREEING + " polls after that agree")
                : Optional.empty();
    }

    static Optional<String> grace(Circumstances now) {
        int polls = now.attention().polls();
        int grace = now.wanted().grace();
        String since = now.attention().disturbance().isEmpty() ? "the start" : "the disturbance (" + now.attention().disturbance() + ")";
        return polls > grace
                ? Optional.empty()
                : Optional.of("poll " + polls + " since " + since + ": nothing is done in the first " + grace + " (startup_grace)");
    }

    static Optional<String> splitBrain(Circumstances now) {
        return now.verdict().code().equals("SplitBrain")
                ? Optional.of(now.verdict().sentence() + " A person must decide which one stays")
                : Optional.empty();
    }

    static Optional<String> unconfirmed(Circumstances now) {
        return now.verdict().automationMayAct()
                ? Optional.empty()
                : Optional.of("the death of " + now.primary() + " is not confirmed (" + now.verdict().code() + "): " + now.verdict().sentence()
                        + (now.verdict().missing().isEmpty() ? "" : " " + now.verdict().missing()));
    }

    /// Its replicas may have lost it for a reason of their own: only who saw them stream from it can tell.
    static Optional<String> neverSeenAlive(Circumstances now) {
        boolean seen = now.snapshot().configuredPrimary().flatMap(Observation::aliveAt).isPresent();
        return seen || now.verdict().automationMayAct() || !DEATHS.contains(now.verdict().code())
                ? Optional.empty()
                : Optional.of("this console never saw " + now.primary() + " alive, so it will not act by itself: fail over by hand (manual_failover)");
    }

    /// Today without the day.
    static String at(Circumstances now, Instant time) {
        boolean today = Duration.between(now.now(), time).abs().compareTo(Duration.ofHours(12)) < 0;
        return (today ? TIME : DAY).format(time.atZone(now.zone()));
    }
}
