package org.handyrep.ui.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {

    @ParameterizedTest
    @CsvSource({
        "0,0 B", "1,1 B", "1023,1023 B", "1024,1.0 kB", "16384,16 kB", "3250586,3.1 MB", "421527552,402 MB",
        "1048575,1.0 MB", "1099511627776,1.0 TB", "-16384,−16 kB"
    })
    void bytesAlwaysCarryTheirUnit(long bytes, String text) {
        assertEquals(text, Formats.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0.0 s", "7,7 ms", "400,0.4 s", "9940,9.9 s", "9990,10 s", "59400,59 s", "59600,1 m", "250000,4 m 10 s",
        "7500000,2 h 5 m", "273600000,3 d 4 h"
    })
    void durations(long millis, String text) {
        assertEquals(text, Formats.duration(Duration.ofMillis(millis)));
    }

    @Test
    void aMomentInTheFutureIsNow() {
        Instant now = Instant.now();
        assertEquals("0.0 s ago", Formats.age(now.plusSeconds(5), now));
        assertEquals("0.8 s ago", Formats.age(now.minusMillis(800), now));
    }

    @Test
    void aMomentOfAnotherDayHasItsDate() {
        Instant now = Instant.now();
        assertEquals(Formats.clock(now), Formats.moment(now, now));
        Instant before = now.minus(Duration.ofDays(2));
        assertEquals(Formats.dateTime(before), Formats.moment(before, now));
    }

    @Test
    void lagOfAnIdlePrimaryIsNoTime() {
        assertEquals("0 B · 0.0 s", Formats.lag(0, Optional.of(Duration.ofHours(3))));
        assertEquals("16 kB · 0.2 s", Formats.lag(16384, Optional.of(Duration.ofMillis(200))));
        assertEquals("16 kB", Formats.lag(16384, Optional.empty()));
    }
}
