package org.handyrep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Receiver;
import org.handyrep.cluster.ReplicationLag;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.cluster.TimelineSwitch;
import org.handyrep.cluster.WriteProbe;
import org.junit.jupiter.api.Test;

/// Which replicas can be copied so that the copy streams from john in the end. john is on timeline 2, which began at 1000.
class CloneSourceTest {

    private static final long HERE = 5_000_000_000L;
    private static final List<TimelineSwitch> SINCE_1000 = List.of(new TimelineSwitch(1, new Lsn(1000)));
    private static final Observation JOHN = seen("john", Role.MASTER, primary());

    private static ServerState primary(Slot... slots) {
        return new ServerState.Primary(facts(2, SINCE_1000, Map.of()), new Lsn(HERE), List.of(), List.of(slots), new WriteProbe.NotTried(), 0, 0);
    }

    private static Facts facts(int timeline, List<TimelineSwitch> history, Map<String, String> settings) {
        return new Facts("7000", 170000, "17.0", "/data", timeline, Instant.EPOCH, settings, history);
    }

    private static ServerState replica(Facts facts, long position, boolean streams, boolean paused) {
        Optional<Receiver> receiver = Optional.of(new Receiver(
                        "streaming", facts.timeline(), Optional.of(Duration.ZERO), Optional.empty(), Optional.empty(), Optional.of("paul")))
                .filter(r -> streams);
        return new ServerState.Replica(
                facts, Optional.of(new Lsn(position)), new Lsn(position), receiver, paused, Optional.empty(), Optional.of("john:5432"), List.of(), List.of());
    }

    private static Facts same(String... settings) {
        Map<String, String> all = new HashMap<>(Map.of("primary_slot_name", "paul"));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return facts(2, SINCE_1000, all);
    }

    private static Observation seen(String name, Role role, ServerState state) {
        Server server = new Server(name, name, 5432, role, true, 1, 1, Map.of("pgdata", "/data", "clone_method", "clone_tar"));
        return new Observation(
                server, state, Situations.RUNS, Situations.NOW, Optional.of(Situations.NOW), Optional.empty(),
                Optional.of(new ReplicationLag(true, 0, 0, Optional.empty())));
    }

    private static ClusterSnapshot cluster(Observation john, ServerState paul) {
        return new ClusterSnapshot("test", 1, Situations.NOW, 0, true, List.of(
                john, seen("paul", Role.REPLICA, paul), seen("george", Role.REPLICA, Situations.silent())));
    }

    private static String refused(Observation john, ServerState paul) {
        ClusterSnapshot seen = cluster(john, paul);
        assertEquals(Optional.empty(), CloneOptions.of(seen).idle(), "it is not suggested");
        return ClonePlanner.obstacle(seen, new Request.Clone("george", Optional.of("paul"), true)).orElse("nothing");
    }

    private static String warned(ServerState paul) {
        ClusterSnapshot seen = cluster(JOHN, paul);
        assertEquals(Optional.empty(), ClonePlanner.obstacle(seen, new Request.Clone("george", Optional.of("paul"), true)));
        assertEquals(Optional.empty(), CloneOptions.of(seen).idle(), "it is not suggested");
        Checks checks = new Checks();
        CloneSource.check(checks, seen.find("paul").orElseThrow(), JOHN);
        return String.join("\n", checks.list().stream().filter(c -> c.level() == Check.Level.WARNING).map(c -> c.name() + ": " + c.saw()).toList());
    }

    private static void says(String part, String text) {
        assertTrue(text.contains(part), () -> "\"" + part + "\" is not in: " + text);
    }

    @Test
    void oneThatStreamsCloselyIsSuggestedAndNothingIsSaidAgainstIt() {
        ServerState paul = replica(same(), HERE - 1000, true, false);
        assertEquals("", warnedOfTheSuggested(paul));
    }

    private static String warnedOfTheSuggested(ServerState paul) {
        ClusterSnapshot seen = cluster(JOHN, paul);
        assertEquals(Optional.of("paul"), CloneOptions.of(seen).idle());
        Checks checks = new Checks();
        CloneSource.check(checks, seen.find("paul").orElseThrow(), JOHN);
        return String.join("\n", checks.list().stream().filter(c -> c.level() != Check.Level.OK).map(Check::saw).toList());
    }

    @Test
    void oneThatLeftTheHistoryOfThePrimaryIsNotCopied() {
        says("paul is on timeline 3, which john (timeline 2) does not know", refused(JOHN, replica(
                facts(3, List.of(new TimelineSwitch(1, new Lsn(1000)), new TimelineSwitch(2, new Lsn(2000))), Map.of()), HERE, true, false)));
        says("paul left the history of john at 0/3E8, and has WAL up to 0/7D0", refused(JOHN, replica(facts(1, List.of(), Map.of()), 2000, true, false)));
        says("paul left the history of john at 0/384", refused(JOHN, replica(
                facts(2, List.of(new TimelineSwitch(1, new Lsn(900))), Map.of()), HERE, true, false)));
        says("paul takes writes itself", refused(JOHN, primary()));
    }

    @Test
    void oneThatIsBehindTheForkMayFollowYet() {
        says("source lag: paul is 5.0 GB behind john", warned(replica(facts(1, List.of(), Map.of()), 900, true, false)));
    }

    @Test
    void oneWhoseWalThePrimaryHasRemovedIsNotCopied() {
        Slot gone = new Slot("paul", true, false, Optional.empty(), Optional.of("lost"));
        Observation john = seen("john", Role.MASTER, primary(gone));
        says("paul needs WAL that john has removed, as its slot paul shows", refused(john, replica(same(), HERE, false, false)));
    }

    @Test
    void oneThatDoesNotStreamIsWarnedOf() {
        says("source streams: paul gets no WAL by streaming now", warned(replica(same(), HERE, false, false)));
        Facts old = new Facts("7000", 90500, "9.5", "/data", 2, Instant.EPOCH, Map.of(), SINCE_1000);
        says("source streams: paul does not show whether it streams", warned(replica(old, HERE, false, false)));
    }

    @Test
    void oneThatIsFarBehindOrLateOnPurposeIsWarnedOf() {
        says("source lag: paul is 20.0 MB behind john", warned(replica(same(), HERE - 20_000_000, true, false)));
        says("its replay is paused", warned(replica(same(), HERE, true, true)));
        says("source delay: paul replays 3600 s late on purpose", warned(replica(same("recovery_min_apply_delay", "3600000"), HERE, true, false)));
    }

    @Test
    void thePrimaryItselfIsNoQuestion() {
        Checks checks = new Checks();
        CloneSource.check(checks, JOHN, JOHN);
        assertEquals(List.of(), checks.list());
        assertEquals(Optional.empty(), CloneSource.obstacle(JOHN, JOHN));
    }
}
