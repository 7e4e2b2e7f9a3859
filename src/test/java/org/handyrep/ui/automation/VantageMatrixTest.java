package org.handyrep.ui.automation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.handyrep.testing.SampleClusters;
import org.junit.jupiter.api.Test;

class VantageMatrixTest {

    private final Instant now = Instant.now();

    @Test
    void theServerInQuestionComesFirstAndSoDoesWhatIsSaidOfIt() {
        VantageMatrix matrix = VantageMatrix.of(SampleClusters.primaryDead(now));
        assertEquals("john", matrix.subject());
        assertEquals(List.of("john", "paul", "george"), matrix.columns());
        assertEquals(
                List.of("this console, SQL", "this console, SSH", "paul, WAL receiver", "george, WAL receiver"),
                matrix.rows().subList(0, 4).stream().map(VantageMatrix.Row::place).toList());
        assertEquals("None of 7 places see john alive; 7 silent.", matrix.summary(Duration.ZERO));
    }

    @Test
    void whatIsOldIsSaidToBeOlderWithTime() {
        VantageMatrix matrix = VantageMatrix.of(SampleClusters.healthy(now));
        assertTrue(matrix.summary(Duration.ZERO).startsWith("All of 6 places see john alive, the newest 0.1 s ago"));
        assertTrue(matrix.summary(Duration.ofSeconds(5)).contains("5.1 s ago"), matrix.summary(Duration.ofSeconds(5)));
    }

    @Test
    void aLargeClusterKeepsTheColumnsThatMatter() {
        VantageMatrix matrix = VantageMatrix.of(SampleClusters.hundred(now));
        assertEquals(VantageMatrix.MOST_COLUMNS, matrix.columns().size());
        assertEquals("db001", matrix.columns().getFirst());
        assertEquals(94 - VantageMatrix.MOST_COLUMNS, matrix.left());
    }

    @Test
    void everyWordIsInTheText() {
        var view = SampleClusters.primaryDead(now);
        String text = VantageMatrix.of(view).asText();
        view.diagnosis().vantages().forEach(p -> assertTrue(text.contains(p.words()), p.words()));
        assertTrue(text.contains("this console, SQL\tsilent 9.0 s ago\talive 0.4 s ago"), text);
        assertTrue(VantageMatrix.of(SampleClusters.beforeFirstPoll(now)).isEmpty());
    }
}
