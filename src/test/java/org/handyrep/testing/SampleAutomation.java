package org.handyrep.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.ServerStatus;
import org.handyrep.cluster.Status;
import org.handyrep.engine.ClusterView;
import org.handyrep.engine.ClusterView.Automation;
import org.handyrep.engine.ClusterView.InCharge;
import org.handyrep.engine.ClusterView.Pause;
import org.handyrep.engine.Holder;
import org.handyrep.engine.IfLost;

/// The states of automation, and another console at work, on a sample cluster.
public final class SampleAutomation {

    private SampleAutomation() {}

    /// As the planner would say it of a sample cluster; empty while the primary is not alive.
    static Optional<IfLost> ifLost(List<Observation> servers, Map<String, Status> statuses) {
        Optional<String> primary = servers.stream()
                .filter(o -> o.state() instanceof ServerState.Primary)
                .map(Observation::name)
                .findFirst();
        List<Observation> replicas =
                servers.stream().filter(o -> o.state() instanceof ServerState.Replica).toList();
        Optional<String> winner = replicas.stream()
                .map(Observation::name)
                .filter(n -> fit(statuses, n))
                .findFirst();
        List<String> losers = replicas.stream()
                .map(Observation::name)
                .filter(n -> !Optional.of(n).equals(winner))
                .map(n -> fit(statuses, n) ? n + ": has less WAL and a lower priority" : n + ": " + statuses.getOrDefault(n, Status.unknown(Instant.EPOCH)).message())
                .toList();
        return primary.map(p -> new IfLost(
                p,
                winner,
                winner.isPresent() ? "synchronous, most advanced, priority 1" : "no replica is fit to take over",
                OptionalLong.of(0),
                OptionalLong.of(0),
                winner.map(w -> Duration.ofMillis(1900)),
                false,
                List.of("automatic failover is off: auto_failover = False"),
                losers));
    }

    private static boolean fit(Map<String, Status> statuses, String server) {
        return statuses.getOrDefault(server, Status.unknown(Instant.EPOCH)).status() == ServerStatus.HEALTHY;
    }

    public static ClusterView armed(ClusterView view) {
        ClusterView armed = with(view, new Automation(
                Automation.State.ARMED,
                "Automatic failover armed",
                Optional.empty(),
                false,
                List.of("14:03:11 nothing to do: john takes writes again after 2.1 s", "14:03:09 waits: john is silent, paul heard it 0.4 s ago")));
        return withIfLost(armed, view.ifLost().map(i -> new IfLost(
                i.primary(), i.winner(), i.why(), i.bytes(), i.commits(), i.estimate(), true, List.of(), i.losers())));
    }

    public static ClusterView paused(ClusterView view, Instant now) {
        return blockedBy(
                with(view, new Automation(
                        Automation.State.PAUSED,
                        "Automatic failover paused by anna: the switch in rack 4 is replaced",
                        Optional.of(new Pause("anna@desk1", "the switch in rack 4 is replaced", now.minusSeconds(900), Optional.of(now.plusSeconds(6300)))),
                        false,
                        List.of())),
                List.of("paused by anna@desk1: the switch in rack 4 is replaced"));
    }

    /// After a failover: nobody has acknowledged it.
    public static ClusterView blocked(ClusterView view) {
        return blockedBy(
                with(view, new Automation(
                        Automation.State.BLOCKED,
                        "Automatic failover blocked: the last one ended 4 m ago, the cooldown lasts 56 m more unless somebody acknowledges it",
                        Optional.empty(),
                        true,
                        List.of(
                                "12:08:44 not acted: the cooldown after the failover john → paul lasts until 13:04:31",
                                "12:08:41 not acted: paul is silent for 3.1 s, george heard it 0.2 s ago",
                                "12:04:31 acted: failover john → paul, 1.8 s without writes, nothing lost",
                                "12:04:29 decides: john is silent for 3.0 s to this console, paul and george",
                                "12:04:28 waits: john is silent for 2.0 s, 3 s are wanted"))),
                List.of(
                        "the cooldown after the last failover lasts until 13:04:31, unless somebody acknowledges it",
                        "only 1 of 3 voters can be reached, 2 are wanted"));
    }

    public static ClusterView acting(ClusterView view) {
        return with(view, new Automation(
                Automation.State.ACTING,
                "Failing over by itself: john is lost, paul takes over",
                Optional.empty(),
                false,
                List.of("12:04:29 decides: john is silent for 3.0 s to this console, paul and george")));
    }

    /// Another console fails over.
    public static ClusterView elsewhere(ClusterView view, Instant since) {
        return new ClusterView(
                view.snapshot(), view.diagnosis(), view.automation(),
                new InCharge(
                        false, "Not in charge: anna@desk1 is", Optional.of(new Holder("anna@desk1", false, "failover john → paul", Optional.of(since)))),
                view.lastFullPoll(), view.pollIntervalSeconds(), view.operation(), view.confWarnings(), view.ifLost());
    }

    public static ClusterView with(ClusterView view, Automation automation) {
        return new ClusterView(
                view.snapshot(), view.diagnosis(), automation, view.inCharge(), view.lastFullPoll(),
                view.pollIntervalSeconds(), view.operation(), view.confWarnings(), view.ifLost());
    }

    public static ClusterView withIfLost(ClusterView view, Optional<IfLost> ifLost) {
        return new ClusterView(
                view.snapshot(), view.diagnosis(), view.automation(), view.inCharge(), view.lastFullPoll(),
                view.pollIntervalSeconds(), view.operation(), view.confWarnings(), ifLost);
    }

    private static ClusterView blockedBy(ClusterView view, List<String> blocks) {
        return withIfLost(view, view.ifLost().map(i -> new IfLost(
                i.primary(), i.winner(), i.why(), i.bytes(), i.commits(), i.estimate(), false, blocks, i.losers())));
    }
}
