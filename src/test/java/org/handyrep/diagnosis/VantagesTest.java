package org.handyrep.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.handyrep.diagnosis.VantagePoint.Saw;
import org.junit.jupiter.api.Test;

class VantagesTest {

    private final Scene scene = new Scene();

    /// `-john SQL ALIVE 0.0`, one for each cell.
    private static List<String> cells(Diagnosis diagnosis) {
        return diagnosis.vantages().stream()
                .map(v -> v.from() + "-" + v.to() + " " + v.by() + " " + v.saw()
                        + v.age().map(a -> " " + a.toMillis() / 1000.0).orElse(""))
                .toList();
    }

    @Test
    void whoSeesWhomWhenAllIsWell() {
        Diagnosis d = scene.longLook(10, 0.5, """
                john   master  primary host=up
                paul   replica streaming age=0.4
                george replica streaming age=0.1 from=paul
                pgb1   pgbouncer answers writes=orders:john reads=orders-ro:paul
                """);
        assertEquals(
                List.of(
                        "-john SQL ALIVE 0.5", "-john SSH ALIVE 0.5", "-paul SQL ALIVE 0.5", "-paul SSH UNKNOWN", "-george SQL ALIVE 0.5",
                        "-george SSH UNKNOWN", "paul-john WAL ALIVE 0.9", "george-paul WAL ALIVE 0.6", "pgb1-john PORT ALIVE 0.5",
                        "pgb1-paul PORT ALIVE 0.5"),
                cells(d));
    }

    @Test
    void whoSeesALostPrimary() {
        scene.retries(1).verify(0, "john master primary\npaul replica streaming age=0.1\ngeorge replica streaming age=0.1");
        Diagnosis d = scene.longLook(12, 1, """
                john   master  silent host=frozen sighted=console:ACCEPTS,paul:SILENT,pgb1:UNKNOWN
                paul   replica streaming age=3
                george replica streaming age=4
                pgb1   pgbouncer answers writes=orders:john
                """);
        assertEquals(
                List.of(
                        "-john SQL SILENT 12.0", "-john SSH DOUBTFUL 1.0", "-paul SQL ALIVE 1.0", "-paul SSH UNKNOWN", "-george SQL ALIVE 1.0",
                        "-george SSH UNKNOWN", "paul-john WAL SILENT 4.0", "george-john WAL DOUBTFUL 5.0", "-john PORT DOUBTFUL 0.0",
                        "paul-john PORT SILENT 0.0", "pgb1-john PORT UNKNOWN 0.0"),
                cells(d));
        assertTrue(d.vantages().stream().anyMatch(v -> v.words().equals("streams, last message 4.0 s ago")), d.vantages().toString());
    }

    /// What the matrix shows as life, the verdict must respect.
    @Test
    void noCellSaysThatADeadPrimaryLives() {
        for (String sighted : List.of("console:ANSWERS", "paul:ANSWERS", "pgb1:ANSWERS", "paul:SILENT,george:SILENT", "paul:ACCEPTS,george:ACCEPTS")) {
            for (double age : new double[] {0, 0.3, 2, 40}) {
                Scene each = new Scene().retries(1);
                each.verify(0, "john master primary write=ok\npaul replica streaming age=0.1\ngeorge replica streaming age=0.1");
                each.longLook(50, 1, "john master silent host=up sighted=" + sighted + "\npaul replica streaming age=" + age
                        + "\ngeorge replica streaming age=" + age);
                Diagnosis d = each.longLook(51, 0.2, "john master silent host=up sighted=" + sighted + "\npaul replica streaming age=" + age
                        + "\ngeorge replica streaming age=" + age);
                boolean life = d.vantages().stream().anyMatch(v -> v.to().equals("john") && v.saw() == Saw.ALIVE);
                String told = sighted + " " + age + ": " + d.verdict() + cells(d).stream().collect(Collectors.joining("\n", "\n", ""));
                assertFalse(life && d.verdict().automationMayAct(), told);
                assertEquals(life, d.verdict().code().equals("PrimaryUnseenByConsole") || d.verdict().code().equals("PrimaryRejecting"), told);
            }
        }
    }

    @Test
    void aReplicaThatGivesNoSessionIsNoWitness() {
        Diagnosis d = scene.look(0, "john master primary\npaul replica silent\ngeorge replica detached\nringo replica hidden");
        assertTrue(cells(d).containsAll(List.of("paul-john WAL UNKNOWN", "george-john WAL SILENT", "ringo-john WAL UNKNOWN")), cells(d).toString());
        assertTrue(d.vantages().stream()
                .filter(v -> v.to().equals("paul"))
                .noneMatch(v -> v.age().orElse(Duration.ZERO).isNegative()));
    }
}
