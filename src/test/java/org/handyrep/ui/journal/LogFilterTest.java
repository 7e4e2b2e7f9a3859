package org.handyrep.ui.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.handyrep.engine.LogLine;
import org.handyrep.ui.common.NaturalOrder;
import org.handyrep.ui.common.TextFilter;
import org.junit.jupiter.api.Test;

final class LogFilterTest {

    private static LogLine line(String server, String message, boolean error) {
        return new LogLine(Instant.EPOCH, "POLL", server, error, message);
    }

    @Test
    void eachPartOfTheFilterCounts() {
        LogLine line = line("paul", "connection refused", false);
        assertTrue(LogFilter.ALL.accepts(line));
        assertTrue(new LogFilter(Optional.of("paul"), Optional.of("POLL"), false, "REFUSED conn").accepts(line));
        assertFalse(new LogFilter(Optional.of("john"), Optional.empty(), false, "").accepts(line));
        assertFalse(new LogFilter(Optional.empty(), Optional.of("STATUS"), false, "").accepts(line));
        assertFalse(new LogFilter(Optional.empty(), Optional.empty(), true, "").accepts(line));
        assertFalse(new LogFilter(Optional.empty(), Optional.empty(), false, "refused timeout").accepts(line));
    }

    @Test
    void aSlowWindowLosesTheOldestLinesOnly() {
        LogTail tail = new LogTail(3);
        assertTrue(tail.add(line("a", "1", false)));
        for (int i = 2; i <= 5; i++) {
            assertFalse(tail.add(line("a", "" + i, false)));
        }
        assertEquals(List.of("3", "4", "5"), tail.take().stream().map(LogLine::message).toList());
        assertTrue(tail.add(line("a", "6", false)));
    }

    @Test
    void numbersInNamesSortAsNumbers() {
        List<String> names = List.of("db10", "db2", "DB1", "", "db2b", "db02", "16 kB", "402 MB");
        assertEquals(
                List.of("", "16 kB", "402 MB", "DB1", "db2", "db02", "db2b", "db10"),
                names.stream().sorted(NaturalOrder.INSTANCE).toList());
        assertTrue(TextFilter.matches("  ", "anything"));
    }
}
