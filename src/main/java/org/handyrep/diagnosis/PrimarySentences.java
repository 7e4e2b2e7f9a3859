package org.handyrep.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.ConnectionProblem;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.ServerState;
import org.handyrep.cluster.Sighting;
import org.handyrep.cluster.WriteProbe;

/// What the verdicts say: one plain sentence that names servers and gives seconds.
final class PrimarySentences {

    private PrimarySentences() {}

    static String ok(Situation s) {
        String writes = s.lastWrite().orElse(null) instanceof WriteProbe.Committed ? " is primary and takes writes; " : " is primary; ";
        return s.name() + writes + takers(s);
    }

    /// `2 of 2 replicas are ready to take over.`
    static String takers(Situation s) {
        int all = s.replicas().size();
        long ready = s.writing().isPresent() ? s.ready() : s.witnesses().size();
        String what = s.writing().isPresent() ? "ready to take over" : "in session";
        return switch (all) {
            case 0 -> "no replica is configured.";
            case 1 -> ready == 1
                    ? "its replica " + s.replicas().getFirst().name() + " is " + what + "."
                    : "its replica " + s.replicas().getFirst().name() + " is not " + what + ".";
            default -> ready + " of " + all + " replicas " + (ready == 1 ? "is " : "are ") + what + ".";
        };
    }

    static String noPrimary(Situation s) {
        List<Observation> masters = s.now().servers().stream()
                .filter(o -> o.server().isMaster() && o.server().enabled())
                .toList();
        List<Observation> writable = s.rivals();
        String seen = writable.isEmpty() ? " No server takes writes." : " " + Words.namesOf(writable) + " takes writes.";
        return masters.isEmpty()
                ? "No enabled server is configured as primary." + seen
                : Words.namesOf(masters) + " are all configured as primary." + seen;
    }

    static String wrongRole(Situation s) {
        List<Observation> writable = s.rivals();
        String others = writable.isEmpty()
                ? "no server takes writes, and none will by itself: " + whomToPromote(s)
                : Words.namesOf(writable) + " takes writes";
        String mine = s.primary().map(o -> o.state() instanceof ServerState.Replica).orElse(false)
                ? " is in recovery" : " is silent";
        return s.name() + " is configured as primary but" + mine + "; " + others + ".";
    }

    /// The one that holds most; the configured primary where others hold no more.
    private static String whomToPromote(Situation s) {
        String system = s.primary().map(o -> o.state() instanceof ServerState.Replica r ? r.facts().systemIdentifier() : "").orElse("");
        return s.now().servers().stream()
                .filter(o -> o.server().enabled() && o.state() instanceof ServerState.Replica r && r.facts().systemIdentifier().equals(system))
                .max(Comparator.comparing(Observation::state, ServerState.BY_WAL).thenComparing(o -> o.server().isMaster()))
                .map(o -> o.server().isMaster()
                        ? "no server has more WAL than " + o.name() + " (Promote again… on its card)"
                        : o.name() + " has most WAL (Promote only… on its card)")
                .orElse("make one answer");
    }

    static String notWriting(Situation s) {
        String why = s.lastWrite().orElse(null) instanceof WriteProbe.Refused r ? r.why() : "";
        return s.name() + " is primary and accepts sessions, but takes no writes: " + why + DiskProblems.ofPrimary(s);
    }

    static String rejecting(Situation s) {
        return s.primary()
                .map(Observation::state)
                .map(state -> state instanceof ServerState.Rejecting r ? life(r.problem()) : "is alive, but gives this console no session")
                .map(words -> s.name() + " " + words + DiskProblems.ofPrimary(s) + ". No failover" + help(s) + ".")
                .orElse("");
    }

    private static String help(Situation s) {
        Optional<ConnectionProblem.Kind> kind = s.primary()
                .flatMap(o -> o.state() instanceof ServerState.Rejecting r ? Optional.of(r.problem().kind()) : Optional.empty());
        if (kind.equals(Optional.of(ConnectionProblem.Kind.TOO_MANY_CONNECTIONS))) {
            return ": end sessions there, or raise max_connections";
        }
        return kind.equals(Optional.of(ConnectionProblem.Kind.AUTHENTICATION))
                ? ": see to the password of handyrep_user here and to pg_hba.conf there"
                : "";
    }

    private static String life(ConnectionProblem problem) {
        return switch (problem.kind()) {
            case TOO_MANY_CONNECTIONS -> "is alive but full: it accepts no more connections";
            case STARTING_UP -> "is alive and starting up or recovering";
            case SHUTTING_DOWN -> "is alive and shutting down";
            case AUTHENTICATION -> "is alive but refuses the console's login";
            case REFUSED, TIMED_OUT, RESET, UNKNOWN_HOST, WRONG_DATABASE, TLS, STATEMENT, OTHER ->
                "is alive but gives this console no session: " + problem.message();
        };
    }

    static String unseen(Situation s) {
        String who = s.witnesses().stream()
                .filter(s::hears)
                .findFirst()
                .map(r -> s.messageAge(r)
                        .filter(a -> a.compareTo(s.limits().fresh()) < 0)
                        .map(age -> r.name() + " heard it " + Words.seconds(age) + " ago")
                        .orElse(r.name() + " still hears it"))
                .or(() -> s.sightings().stream()
                        .filter(x -> x.kind() == Sighting.Kind.ANSWERS)
                        .findFirst()
                        .map(x -> "it answers the host of " + x.from()))
                .orElse("another heard it");
        return s.name() + " is silent to this console" + s.silence().map(d -> " for " + Words.seconds(d)).orElse("") + ", but "
                + who + ": the fault is between this console and " + s.name() + ". No failover.";
    }

    static String suspect(Situation s) {
        String heard = s.witnesses().stream()
                .filter(r -> !s.doesNotHear(r))
                .findFirst()
                .map(r -> r.name() + r.messageAge().map(a -> " last heard it " + Words.seconds(a) + " ago").orElse(" still waits for it"))
                .orElse("");
        return s.name() + " " + s.silentFor() + " to this console; " + heard + ", which is no proof either way. Looking again at once.";
    }

    static String andReplicas(Situation s) {
        List<String> deaf = s.deaf().stream().map(ReplicaView::name).toList();
        return deaf.isEmpty() ? "" : ", and " + Words.names(deaf) + (deaf.size() == 1 ? " does" : " do") + " not hear it either";
    }

    static String controlState(Situation s) {
        return host(s).map(a -> a.controlState().isEmpty() ? "" : " (its control file says \"" + a.controlState() + "\")").orElse("");
    }

    static String process(Situation s) {
        return host(s).map(a -> a.process().isEmpty() ? "" : " (" + a.process() + ")").orElse("");
    }

    private static Optional<HostState.Answers> host(Situation s) {
        return s.primary().flatMap(o -> o.host() instanceof HostState.Answers a ? Optional.of(a) : Optional.empty());
    }

    static List<String> evidence(Situation s) {
        List<String> said = new ArrayList<>();
        s.primary().ifPresent(o -> {
            if (s.writing().isPresent()) {
                s.writing().ifPresent(p -> said.add(o.name() + " has written up to " + p.written() + " of timeline " + p.facts().timeline()));
            } else {
                said.addAll(Evidence.ofConnection(o));
            }
        });
        for (ReplicaView r : s.replicas()) {
            said.add(r.name() + " " + Evidence.ofReplica(r));
        }
        s.rivals().stream()
                .filter(o -> s.rivals().size() > 1)
                .map(o -> o.name() + " is out of recovery, " + Evidence.position(o))
                .forEach(said::add);
        return said;
    }
}
