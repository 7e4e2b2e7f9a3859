package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.List;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;

/// Sentences about what was seen, the ground of a verdict.
final class Evidence {

    private Evidence() {}

    /// What SQL, the host and others said of a server that gives no session. Not empty.
    static List<String> ofConnection(Observation o) {
        List<String> said = new ArrayList<>();
        switch (o.state()) {
            case ServerState.Rejecting r -> said.add(r.problem().message());
            case ServerState.Unreachable u -> said.add("SQL to " + o.server().address() + ": " + u.problem().message());
            case ServerState.Primary p -> said.add(o.name() + " is in session and writable");
            case ServerState.Replica r -> said.add(o.name() + " is in session and in recovery");
            case ServerState.NotPolled n -> said.add(n.why());
        }
        host(o).ifPresent(said::add);
        for (Sighting sighting : o.sightings()) {
            said.add((sighting.from().isEmpty() ? "From this console: " : "From the host of " + sighting.from() + ": ")
                    + sighting.answer());
        }
        return said;
    }

    /// What a replica says about its primary, without its name.
    static String ofReplica(ReplicaView r) {
        return switch (r.observation().state()) {
            case ServerState.Replica s when s.isStreaming() ->
                "streams, " + s.receiver().flatMap(x -> x.messageAge()).map(a -> "last message " + Words.seconds(a) + " ago").orElse("age of the last message unknown")
                        + ", holds WAL up to " + s.position();
            case ServerState.Replica s -> "does not stream, holds WAL up to " + s.position();
            case ServerState.Primary p -> "is out of recovery";
            case ServerState.Rejecting x -> "is alive but gives no session";
            case ServerState.Unreachable u -> "is silent too: " + u.problem().message();
            case ServerState.NotPolled n -> "was not asked";
        };
    }

    static String position(Observation o) {
        return o.state() instanceof ServerState.Primary p
                ? "at " + p.written() + " of timeline " + p.facts().timeline()
                : "";
    }

    /// Not even its host refuses: nothing comes back at all.
    static boolean isBlackHole(Observation o) {
        boolean silent = o.state() instanceof ServerState.Unreachable u
                && u.problem().kind() != ConnectionProblem.Kind.REFUSED
                && u.problem().kind() != ConnectionProblem.Kind.RESET;
        boolean host = o.host() instanceof HostState.Answers || o.host() instanceof HostState.Unclear;
        return silent && !host;
    }

    private static java.util.Optional<String> host(Observation o) {
        return java.util.Optional.ofNullable(
                switch (o.host()) {
                    case HostState.Answers a when a.running() -> "SSH to its host: PostgreSQL runs, " + a.process();
                    case HostState.Answers a ->
                        "SSH to its host: no postmaster"
                                + (a.controlState().isEmpty() ? "" : "; its control file says \"" + a.controlState() + "\"");
                    case HostState.Unclear u -> "Its host answers over SSH, but: " + u.why();
                    case HostState.Silent s -> "SSH to its host: " + s.why();
                    case HostState.NotChecked n -> null;
                });
    }
}
