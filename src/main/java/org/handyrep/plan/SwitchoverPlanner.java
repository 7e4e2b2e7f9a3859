package org.handyrep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.step.AssignRoles;
import org.handyrep.plan.step.Checkpoint;
import org.handyrep.plan.step.ClearInherited;
import org.handyrep.plan.step.HoldClients;
import org.handyrep.plan.step.LeavePassword;
import org.handyrep.plan.step.MarkAsReplica;
import org.handyrep.plan.step.PromoteReplica;
import org.handyrep.plan.step.StartAsReplica;
import org.handyrep.plan.step.StopPrimary;
import org.handyrep.plan.step.WaitForShutdownCheckpoint;
import org.handyrep.plugin.RunMode;

/// A planned change of primary: stop the old one cleanly, let the new one replay its very last record, promote.
///
/// Order: [own the cluster] → checkpoint → whom commits wait for → hold the clients at the proxies → stop → caught up → mark → promote → point the proxies at the new primary and
/// let the clients go on → roles → the others follow → slots that nobody uses any more → extra commands. The place in brackets is filled by the ownership plugins.
final class SwitchoverPlanner {

    private SwitchoverPlanner() {}

    static Decision plan(
            Situation situation,
            Request.ManualFailover request,
            Observation old,
            ServerState.Primary primary,
            Observation next,
            ServerState.Replica replica) {
        String from = old.name();
        String to = next.name();
        Proxies proxies = Proxies.of(situation);
        List<Step> follow = request.remaster() ? Followers.follow(situation, from, to) : List.of();
        Map<String, String> names = Followers.names(situation, to, replica, follow);
        if (request.oldPrimaryFollows()) {
            names.put(from, from);
        }
        SyncChange.Change change = new SyncChange.Change(from, Optional.of(primary), to, replica, names);
        SyncChange sync = SyncChange.of(situation, change, false);
        List<String> moved = new ArrayList<>(List.of(to));
        follow.forEach(step -> moved.add(step.server()));
        LeftSlots left = LeftSlots.of(
                from, primary.facts().majorVersion(), primary.slots(), Followers.slotUsers(situation, moved));
        List<Check> more = new ArrayList<>(proxies.checks(request.holdClients()));
        sync.check().ifPresent(more::add);
        left.check(request.oldPrimaryFollows()).ifPresent(more::add);
        Readiness.disk(situation.rules(), next).ifPresent(why -> more.add(new Check("disk", Check.Level.WARNING, to + " " + why)));
        List<Check> checks = checks(situation, old, primary, next, replica, more);
        if (checks.stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal("a switchover from " + from + " to " + to + " is not safe now", checks);
        }
        int major = primary.facts().majorVersion();
        List<Step> steps = new ArrayList<>();
        steps.add(new Checkpoint(from, "so that stopping is quick", situation.previewOf(new Deed.Checkpoint(from))));
        List<String> password = situation.previewOf(new Deed.LeavePassword(from, to, major));
        if (!password.isEmpty()) {
            steps.add(new LeavePassword(from, to, major, password));
        }
        sync.step(situation, change).ifPresent(steps::add);
        Optional<Step> hold = request.holdClients() ? proxies.hold() : Optional.empty();
        List<String> readers = proxies.readers(to, from);
        if (hold.isPresent()) {
            proxies.prepare(to, readers).ifPresent(steps::add);
            steps.add(hold.get());
        }
        steps.add(new StopPrimary(
                from,
                primary.facts().systemIdentifier(),
                situation.previewOf(new Deed.Service(from, RunMode.STOP))));
        steps.add(new WaitForShutdownCheckpoint(to, from, List.of(
                from + ": read the control file: state \"shut down\", checkpoint L",
                to + ": replayed LSN > L")));
        Deed mark = new Deed.MarkAsReplica(from, to, major);
        steps.add(new MarkAsReplica(from, to, major, situation.previewOf(mark)));
        steps.add(new PromoteReplica(
                to,
                from,
                situation.answeringBeside(to),
                primary.facts().systemIdentifier(),
                primary.facts().timeline(),
                major,
                situation.rules().recovery(),
                situation.previewOf(new Deed.Promote(to, major))));
        proxies.route(to, readers, "Point the proxies at " + to, false).ifPresent(steps::add);
        if (hold.orElse(null) instanceof HoldClients held) {
            steps.add(proxies.release(held));
        }
        Map<String, Deed.Assignment> roles = new LinkedHashMap<>();
        roles.put(to, new Deed.Assignment("master", true));
        roles.put(from, new Deed.Assignment("replica", request.oldPrimaryFollows()));
        steps.add(new AssignRoles(
                "Write down that " + to + " is the primary and " + from + " a replica",
                roles,
                situation.previewOf(new Deed.Assign(roles))));
        proxies.confirm(to, false).ifPresent(steps::add);
        Deed clear = new Deed.ClearInherited(to, major);
        steps.add(new ClearInherited(to, major, sync.value(), situation.previewOf(clear)));
        steps.addAll(follow);
        if (request.oldPrimaryFollows()) {
            steps.add(new StartAsReplica(from, to, situation.previewOf(new Deed.Service(from, RunMode.START))));
            List<String> all = new ArrayList<>(readers);
            all.add(from);
            proxies.route(to, all, "Let read-only names lead to " + from + " too", false).ifPresent(steps::add);
            steps.addAll(left.steps(situation));
        }
        steps.add(new Checkpoint(
                to, "so that others can be rewound to it", situation.previewOf(new Deed.Checkpoint(to))));
        steps.addAll(Extras.steps(situation));
        return new Plan(
                request.function(),
                "Switchover " + from + " → " + to,
                from + " is alive, so it is stopped cleanly and nothing is lost.",
                checks,
                steps,
                new Plan.Impact(
                        "Promote " + to,
                        Optional.empty(),
                        hold.isPresent()
                                ? "clients of the proxies wait for about half a second and see no error; all others are disconnected"
                                : "writes stop for about half a second, longer if " + from + " is slow to stop",
                        "nothing: " + to + " replays the last record of " + from + " before it is promoted",
                        "everything before the promotion: " + from + " is started again as primary",
                        afterwards(request, from, sync)));
    }

    private static List<String> afterwards(Request.ManualFailover request, String from, SyncChange sync) {
        List<String> all = new ArrayList<>();
        if (!request.oldPrimaryFollows()) {
            all.add(from + " stays stopped and disabled; start it when you want it as a replica");
        }
        sync.afterwards().ifPresent(all::add);
        return all;
    }

    private static List<Check> checks(
            Situation situation,
            Observation old,
            ServerState.Primary primary,
            Observation next,
            ServerState.Replica replica,
            List<Check> more) {
        String from = old.name();
        String to = next.name();
        Checks checks = new Checks();
        checks.ok("identity", "both belong to system identifier " + primary.facts().systemIdentifier());
        checks.ok("replication", to + " streams on timeline " + replica.facts().timeline());
        long behind = Math.max(0, primary.written().minus(replica.replayed()));
        long limit = next.server().lagLimit() * 1024L * 1024L;
        checks.expect(behind <= limit, "lag", to + " is " + behind + " bytes behind", Check.Level.STOP,
                to + " is " + behind + " bytes behind, its lag_limit is " + next.server().lagLimit() + " MB");
        checks.expect(
                primary.facts().majorVersion() == replica.facts().majorVersion(),
                "version",
                "both run PostgreSQL " + primary.facts().majorVersion(),
                Check.Level.STOP,
                from + " runs " + primary.facts().version() + ", " + to + " " + replica.facts().version());
        Followers.control(situation, checks, from, "stop and start it");
        Followers.control(situation, checks, to, "promote it");
        checks.expect(
                old.host() instanceof HostState.Answers,
                "host of " + from,
                "answers over SSH",
                Check.Level.STOP,
                "does not answer over SSH, so it could not be stopped");
        int followers = situation.snapshot().replicas().size();
        int senders = replica.facts().number("max_wal_senders", followers);
        checks.expect(senders >= followers, "WAL senders on " + to, senders + " for " + followers + " replicas",
                Check.Level.STOP, "max_wal_senders is " + senders + ", " + followers + " replicas will connect");
        boolean rewindable = primary.facts().setting("wal_log_hints").filter("on"::equals).isPresent()
                || primary.facts().setting("data_checksums").filter("on"::equals).isPresent();
        checks.expect(rewindable, "rewind", "possible later (checksums or wal_log_hints)", Check.Level.WARNING,
                "neither data checksums nor wal_log_hints are on: pg_rewind will not be possible later");
        List<String> logical = primary.slots().stream().filter(s -> !s.physical()).map(s -> s.name()).toList();
        checks.expect(logical.isEmpty(), "logical slots", "none", Check.Level.WARNING,
                "slots " + String.join(", ", logical) + " are not on " + to + ": their subscribers lose their place");
        checks.expect(primary.clients() == 0, "clients", "none connected", Check.Level.WARNING,
                primary.clients() + (primary.clients() == 1 ? " client session on " : " client sessions on ") + from + " will be ended");
        checks.addAll(more);
        return checks.list();
    }
}
