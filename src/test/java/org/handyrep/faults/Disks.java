package org.handyrep.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handyrep.demo.DemoException;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A disk that hangs or runs full under the primary of two consoles that fail over by themselves.
abstract class Disks extends LabTests {

    @Override
    FaultLab made() {
        return FaultLab.open(List.of("john"), Map.of("wal_receiver_timeout", "5s"), "check_last_ip_db", Map.of());
    }

    @Test
    @Order(1)
    void aDiskThatHangsIsToldAndKeepsNobodyFromLooking() {
        healthy("john");
        lab.disk("john").freeze();
        for (String console : FaultLab.CONSOLES) {
            awaitVerdict(console, "PrimaryNotWriting");
            long looks = looks(console);
            awaits(console + " goes on looking", () -> looks(console) > looks + 5);
        }
        assertEquals("PrimaryNotWriting", verdict("anna"));
        noOperation();
        lab.disk("john").thaw();
        healthy("john");
        long healed = System.nanoTime();
        await("clients write again").atMost(SOON).until(() -> !clients.since(healed).isEmpty());
        assertEquals(List.of("john"), writable());
    }

    /// PostgreSQL panics, recovers, takes sessions and panics again: a postmaster that lives is never taken for dead, and a person has to decide.
    @Test
    @Order(2)
    void aPrimaryWhoseDiskIsFullIsToldAndAPersonFailsOverFromItWithoutALoss() {
        healthy("john");
        long start = System.nanoTime();
        lab.disk("john").fill();
        awaits("the full disk is told", () -> {
            more();
            return FaultLab.CONSOLES.stream().allMatch(c -> lab.console(c).state().path("findings").toString().contains("DiskFull"));
        });
        awaits("the verdict names it", () -> {
            more();
            return lab.console("anna").state().path("sentence").asString("").contains("its disk is full");
        });
        assertEquals(List.of(), clients.behindTheirTime(start));
        // What answers at all is never failed over from: a person stops it first.
        awaits("a person stops it", () -> asked("shutdown", "servername", "john", "confirm", "john"));
        awaits("and fails over", () -> asked("manual_failover", "newmaster", "paul"));
        awaits("clients write elsewhere", () ->
                clients.since(start).stream().anyMatch(w -> w.server().equals(lab.server("paul").settings().host())));
        assertEquals(List.of(), clients.behindTheirTime(start));
        assertEquals(Set.of(), clients.lostOn(lab.server("paul")));
        lab.disk("john").empty();
        lab.repair("paul");
        healthy("paul");
    }

    /// Of the console that is in charge.
    private boolean asked(String... question) {
        return FaultLab.CONSOLES.stream().anyMatch(c -> lab.console(c).ask(question).path("result").asString("").equals("SUCCESS"));
    }

    /// WAL until there is no room for more.
    private void more() {
        try {
            PostgresCluster.query(lab.server("john"), "SELECT pg_switch_wal()");
        } catch (DemoException e) {
            // It is down just now.
        }
    }

    private long looks(String console) {
        return lab.console(console).state().path("looks").asLong();
    }
}
