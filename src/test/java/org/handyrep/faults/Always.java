package org.handyrep.faults;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.handyrep.demo.LocalPostgres;

/// What must be true after every sequence of faults.
///
/// @param synchronous whether commits wait for a replica
record Always(LabClients clients, boolean synchronous) {

    /// @param since the beginning of the sequence, by System.nanoTime
    /// @param timelines how many have come since then
    void oneAfterTheOther(long since, int timelines, List<Done> done) {
        List<Done> promoted = done.stream().filter(Done::promoted).toList();
        assertTrue(promoted.size() == timelines, () -> timelines + " new timelines, and promoted by " + promoted);
        assertTrue(
                promoted.stream().noneMatch(a -> promoted.stream().anyMatch(a::overlaps)),
                () -> "two consoles acted at the same time: " + promoted);
        List<LabClients.Write> late = clients.behindTheirTime(since);
        assertTrue(late.isEmpty(), () -> "two servers took writes at the same time: " + late);
    }

    /// What was lost is forgotten, so that it is not counted again.
    void noMoreIsLostThanWasSaid(LocalPostgres primary, List<Done> done, Story story) {
        Set<String> lost = clients.lostOn(primary);
        if (lost.isEmpty()) {
            return;
        }
        story.tell(lost.size() + " acknowledged commits lost");
        List<String> announced = done.stream().filter(Done::promoted).map(Done::announced).toList();
        assertTrue(
                !announced.isEmpty() && !synchronous,
                () -> "lost although " + (synchronous ? "commits waited for a replica" : "nobody failed over") + ": " + lost);
        AnnouncedLoss.assertCovers(lost.size(), announced);
        clients.forget(lost);
    }
}
