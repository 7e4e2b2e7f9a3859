package org.handyrep.diagnosis;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Sighting;

/// How long nobody has heard the primary. A console that is cut off is silent for as long as that takes; what counts against the primary begins when the last
/// replica or host that still heard it does not any more.
///
/// @param looks the newest in a row at which nobody had heard it since the console lost it
/// @param time since the last sign of life; zero when there never was one
record Unheard(int looks, Duration time) {

    static Unheard of(Situation s) {
        int all = s.recent().size();
        int looks = 0;
        OptionalLong heard = OptionalLong.empty();
        for (int size = all; size > all - s.silentLooks(); size--) {
            OptionalLong then = heardIn(before(s, size), s.name());
            looks += then.isEmpty() && heard.isEmpty() ? 1 : 0;
            heard = LongStream.concat(heard.stream(), then.stream()).max();
        }
        return new Unheard(looks, heard.isEmpty() ? s.silence().orElse(Duration.ZERO) : Duration.ofNanos(s.now().nanos() - heard.getAsLong()));
    }

    /// As it was when that many of the snapshots were known.
    private static Situation before(Situation s, int size) {
        List<ClusterSnapshot> known = s.recent().subList(0, size);
        return new Situation(known, Views.of(known), Map.of(), s.limits());
    }

    /// By the monotonic clock, when anybody heard the primary after the console lost it; empty when nobody did.
    private static OptionalLong heardIn(Situation s, String primary) {
        if (!s.name().equals(primary)) {
            return OptionalLong.empty();
        }
        long now = s.now().nanos();
        LongStream sighted = s.sighted(Sighting.Kind.ANSWERS) ? LongStream.of(now) : LongStream.empty();
        LongStream received = s.witnesses().stream().filter(s::receivesFrom).mapToLong(r -> now - s.messageAge(r).orElse(Duration.ZERO).toNanos());
        return LongStream.concat(sighted, received).max();
    }
}
