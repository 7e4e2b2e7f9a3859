package org.handyrep.faults;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.handyrep.demo.DemoException;
import org.handyrep.testing.PostgresCluster;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/// A disk that hangs or runs full under the primary of two consoles that fail over by themselves.
abstract class Disks extends LabTests {

    /// A session that is there goes on asking; a new one does not come about, as its server process waits for the disk.
    private static final Set<String> TOLD = Set.of("PrimaryNotWriting", "PrimaryRejecting");

    @Override
    FaultLab made() {
        // Without fsync PostgreSQL itself may lose acknowledged commits when its disk runs full.
        return FaultLab.open(
                List.of("john"), Map.of("wal_receiver_timeout", "5s", "fsync", "on", "wal_init_zero", "on"), "check_last_ip_db", Map.of());
    }

    @Test
    @Order(1)
    void aDiskThatHangsIsToldAndKeepsNobodyFromLooking() {
        healthy("john");
        lab.disk("john").freeze();
        for (String console : FaultLab.CONSOLES) {
            awaits(console + " tells that it takes no writes", () -> TOLD.contains(verdict(console)));
            long looks = looks(console);
            awaits(console + " goes on looking", () -> looks(console) > looks + 5);
        }
        assertTrue(TOLD.contains(verdict("anna")), verdict("anna"));
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
