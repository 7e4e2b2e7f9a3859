package org.handyrep.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Facts;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Slot;
import org.handyrep.plan.step.FollowPrimary;

/// `remaster`: lets one replica follow another server.
final class RemasterPlanner {

    private RemasterPlanner() {}

    static Decision plan(Situation situation, String server, Optional<String> wanted) {
        Optional<Observation> seen = situation.find(server);
        if (seen.isEmpty()) {
            return new Refusal("there is no server " + server);
        }
        Optional<Observation> target = wanted.isPresent()
                ? situation.find(wanted.get())
                : situation.snapshot().configuredPrimary();
        if (target.isEmpty()) {
            return new Refusal(wanted.map(name -> "there is no server " + name)
                    .orElse("there is not exactly one enabled master to follow"));
        }
        String upstream = target.get().name();
        if (upstream.equals(server)) {
            return new Refusal(server + " cannot follow itself");
        }
        if (!(seen.get().state() instanceof ServerState.Replica replica)) {
            return new Refusal(server + " is not a replica in session");
        }
        Checks checks = new Checks();
        switch (target.get().state()) {
            case ServerState.Primary p -> compare(checks, server, replica, upstream, p.facts(), p.written(), true);
            case ServerState.Replica r -> {
                compare(checks, server, replica, upstream, r.facts(), r.position(), r.isStreaming());
                cascade(situation, checks, server, target.get(), r);
            }
            case ServerState.Rejecting r -> checks.stop("upstream", upstream + " takes no session: " + r.problem().message());
            case ServerState.Unreachable u -> checks.stop("upstream", upstream + " does not answer: " + u.problem().message());
            case ServerState.NotPolled n -> checks.stop("upstream", upstream + " was not asked: " + n.why());
        }
        int major = replica.facts().majorVersion();
        if (major < 13) {
            Followers.control(situation, checks, server, "restart it");
        }
        if (checks.list().stream().anyMatch(c -> c.level() == Check.Level.STOP)) {
            return new Refusal(server + " cannot follow " + upstream + " now", checks.list());
        }
        Optional<String> slot = Followers.slot(replica);
        Optional<String> previous = replica.upstream()
                .flatMap(address -> Followers.serverAt(situation, address))
                .map(Observation::name)
                .filter(name -> !name.equals(upstream));
        Deed follow = new Deed.Follow(server, upstream, major, slot);
        List<Step> steps = new ArrayList<>();
        steps.add(new FollowPrimary(server, upstream, major, slot, previous, true, situation.previewOf(follow)));
        previous.flatMap(situation::find).flatMap(o -> left(situation, o, server)).ifPresent(left -> {
            steps.addAll(left.steps(situation));
            left.check(true).filter(c -> !left.unused().isEmpty()).ifPresent(c -> checks.addAll(List.of(c)));
        });
        return new Plan(
                "remaster",
                "Let " + server + " follow " + upstream,
                server + " receives its WAL from " + upstream + " from then on.",
                checks.list(),
                steps,
                new Plan.Impact(
                        "Follow " + upstream,
                        Optional.empty(),
                        major >= 13 ? "none: a reload is enough" : server + " restarts, its readers are disconnected",
                        "nothing",
                        previous.map(p -> "it can follow " + p + " again").orElse("it has no previous upstream to return to"),
                        List.of()));
    }

    /// What a replica must be to send WAL to another one.
    private static void cascade(Situation situation, Checks checks, String server, Observation target, ServerState.Replica upstream) {
        String name = target.name();
        List<String> above = Followers.above(situation, name);
        checks.expect(!above.contains(server), "no circle", name + " does not get its WAL from " + server, Check.Level.STOP,
                name + " gets its WAL from " + server + (above.isEmpty() || above.getFirst().equals(server) ? "" : ", by way of " + above.getFirst())
                        + ": they would follow each other");
        checks.expect(upstream.isStreaming(), "stream", name + " streams itself", Check.Level.STOP,
                name + " gets no WAL itself: whoever follows it stands still");
        checks.expect(upstream.facts().number("max_wal_senders", 1) > 0, "WAL senders", name + " may send WAL", Check.Level.STOP,
                "max_wal_senders is 0 on " + name + ": it sends no WAL");
        checks.expect(target.server().enabled(), "in service", name + " is enabled", Check.Level.WARNING,
                name + " is out of service: nobody looks after it");
    }

    /// The slot that a replica leaves behind.
    private static Optional<LeftSlots> left(Situation situation, Observation previous, String server) {
        Map<String, String> user = Followers.slotUsers(situation, List.of(server));
        return switch (previous.state()) {
            case ServerState.Primary p -> Optional.of(LeftSlots.of(previous.name(), p.facts().majorVersion(), used(p.slots(), user), user));
            case ServerState.Replica r -> Optional.of(LeftSlots.of(previous.name(), r.facts().majorVersion(), used(r.slots(), user), user));
            case ServerState.Rejecting r -> Optional.empty();
            case ServerState.Unreachable u -> Optional.empty();
            case ServerState.NotPolled n -> Optional.empty();
        };
    }

    /// The others there are no business of this plan.
    private static List<Slot> used(List<Slot> slots, Map<String, String> user) {
        return slots.stream().filter(s -> user.containsKey(s.name())).toList();
    }

    /// @param moves whether `upstream` gets new WAL, so that `position` may have been passed since it was read
    private static void compare(
            Checks checks,
            String server,
            ServerState.Replica replica,
            String upstream,
            Facts facts,
            Lsn position,
            boolean moves) {
        checks.expect(
                facts.systemIdentifier().equals(replica.facts().systemIdentifier()),
                "identity", "both belong to system identifier " + facts.systemIdentifier(), Check.Level.STOP,
                server + " and " + upstream + " belong to different clusters");
        int own = replica.facts().timeline();
        checks.expect(
                own <= facts.timeline(),
                "timeline", own + " → " + facts.timeline(), Check.Level.STOP,
                server + " is on timeline " + own + ", " + upstream + " on " + facts.timeline());
        Optional<String> fork = own < facts.timeline()
                ? leftBehind(server, replica, upstream, facts)
                : ahead(server, replica, upstream, facts, position, moves);
        checks.expect(
                fork.isEmpty(), "position", server + " has nothing that " + upstream + " does not have", Check.Level.STOP,
                fork.orElse("") + ": it would fork. Rewind it or clone it again");
    }

    private static Optional<String> leftBehind(
            String server, ServerState.Replica replica, String upstream, Facts facts) {
        int own = replica.facts().timeline();
        Optional<Lsn> left = facts.leftTimeline(own);
        if (left.isEmpty()) {
            return Optional.of("timeline " + own + " of " + server + " is not known to be in the history of " + upstream);
        }
        return left.filter(replica.position()::isAfter)
                .map(at -> server + " has WAL up to " + replica.position() + ", but " + upstream + " left its timeline "
                        + own + " at " + at);
    }

    /// While both follow the same history, who was looked at later seems to be ahead.
    private static Optional<String> ahead(
            String server, ServerState.Replica replica, String upstream, Facts facts, Lsn position, boolean moves) {
        int before = facts.timeline() - 1;
        Optional<Lsn> mine = replica.facts().leftTimeline(before);
        Optional<Lsn> theirs = facts.leftTimeline(before);
        if (mine.isPresent() && theirs.isPresent() && !mine.equals(theirs)) {
            return Optional.of("timeline " + facts.timeline() + " of " + server + " began at " + mine.get() + ", that of "
                    + upstream + " at " + theirs.get());
        }
        return moves && replica.isStreaming() || !replica.position().isAfter(position)
                ? Optional.empty()
                : Optional.of(server + " has WAL up to " + replica.position() + ", " + upstream + " only up to " + position);
    }
}
