package org.handyrep.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.plan.step.CutOffPrimary;
import org.handyrep.plan.step.DeclaredOff;
import org.handyrep.plan.step.FenceByCommand;
import org.handyrep.plan.step.ConfirmSynchronousFence;
import org.handyrep.plan.step.FenceStopped;
import org.handyrep.plan.step.KillHung;

/// Which proof there can be that a lost primary takes no writes any more, the best first.
///
/// @param chosen the proof that the plan will get; empty when there can be none
/// @param why not, for each better one
record Fences(Optional<Fence> chosen, Map<Fence, String> why) {

    private static final String NO_COMMAND = "fencing_method is not set";

    static Fences of(Situation situation, Observation old, boolean automatic) {
        Map<Fence, String> why = new LinkedHashMap<>();
        Set<Fence> allowed = automatic
                ? situation.rules().automaticFences()
                : EnumSet.of(Fence.PROCESS, Fence.COMMAND, Fence.DECLARED);
        for (Fence fence : Fence.values()) {
            Optional<String> obstacle = obstacle(situation, old, fence);
            if (obstacle.isEmpty() && allowed.contains(fence)) {
                return new Fences(Optional.of(fence), why);
            }
            if (fence != Fence.DECLARED) {
                why.put(fence, obstacle.orElse("automatic_fences does not allow it"));
            }
        }
        return new Fences(Optional.empty(), why);
    }

    private static Optional<String> obstacle(Situation situation, Observation old, Fence fence) {
        return switch (fence) {
            case PROCESS -> process(old);
            case COMMAND -> situation.rules().fencing() ? Optional.empty() : Optional.of(NO_COMMAND);
            case PROXIES -> partOfTwo(situation).or(() -> proxies(situation));
            case SYNCHRONOUS -> partOfTwo(situation).or(() -> synchronous(situation));
            case DECLARED -> Optional.empty();
        };
    }

    private static Optional<String> process(Observation old) {
        return switch (old.host()) {
            case HostState.Answers host -> Optional.empty();
            case HostState.Silent silent -> Optional.of("its host does not answer over SSH (" + silent.why() + "): unreachable is not fenced");
            case HostState.Unclear unclear -> Optional.of("whether PostgreSQL runs on its host cannot be told: " + unclear.why());
            case HostState.NotChecked n -> Optional.of("its host was not looked at");
        };
    }

    /// Of two servers each could be the one that is cut off; only what is done to the other itself proves something.
    private static Optional<String> partOfTwo(Situation situation) {
        return Votes.of(situation).voters().size() > 2
                ? Optional.empty()
                : Optional.of("with two servers and no witness it proves nothing");
    }

    private static Optional<String> proxies(Situation situation) {
        List<Observation> proxies = Proxies.of(situation).all();
        if (proxies.isEmpty()) {
            return Optional.of("there is no connection proxy");
        }
        if (!situation.around().cuts()) {
            return Optional.of("connection_failover_method cannot cut a server off");
        }
        List<String> silent = proxies.stream()
                .filter(o -> !o.proxy().map(p -> p.answers() || p.problem().isEmpty()).orElse(false))
                .map(Observation::name)
                .toList();
        if (!silent.isEmpty()) {
            return Optional.of(String.join(", ", silent) + (silent.size() == 1 ? " does" : " do")
                    + " not answer and may go on sending writes to it");
        }
        Optional<List<String>> direct = situation.lastPrimary().flatMap(Situation.LastSeen::direct);
        return direct.isEmpty()
                ? Optional.of("it is not known whether clients go past the proxies")
                : direct.filter(d -> !d.isEmpty())
                        .map(d -> "clients from " + String.join(", ", d) + " go past the proxies")
                        .or(() -> situation.outdated("whether clients go past the proxies"));
    }

    private static Optional<String> synchronous(Situation situation) {
        Optional<SyncQuorum> quorum = SyncQuorum.ofLastSeen(situation);
        return quorum.isEmpty()
                ? Optional.of("replication was not synchronous when it was last seen")
                : quorum.get().obstacle().or(() -> situation.outdated("whether its commits still wait for them"));
    }

    /// @param major of PostgreSQL
    List<Step> steps(Situation situation, Observation old, int major, List<String> frozen) {
        String from = old.name();
        return switch (chosen.orElse(Fence.DECLARED)) {
            case PROCESS -> old.host() instanceof HostState.Answers host && host.running()
                    ? List.of(new KillHung(from, situation.previewOf(new Deed.Kill(from))))
                    : List.of(new FenceStopped(from, major, situation.previewOf(FenceStopped.deed(from, major))));
            case COMMAND -> List.of(new FenceByCommand(from, situation.previewOf(new Deed.Fence(from))));
            case PROXIES -> {
                List<String> proxies = Proxies.of(situation).names();
                yield List.of(new CutOffPrimary(from, proxies, situation.previewOf(new Deed.CutOff(proxies, from))));
            }
            case SYNCHRONOUS -> {
                SyncQuorum quorum = SyncQuorum.ofLastSeen(situation).orElseThrow();
                List<String> held = quorum.frozen().stream().filter(frozen::contains).toList();
                yield List.of(new ConfirmSynchronousFence(from, held, quorum.sentence(),
                        held.stream().map(name -> name + ": no WAL receiver").toList()));
            }
            case DECLARED -> List.of(new DeclaredOff(
                    from, List.of("nothing is run: you switched " + from + " off and typed its name to say so")));
        };
    }

    Check check(Observation old) {
        String from = old.name();
        if (chosen.isEmpty()) {
            List<String> all = new ArrayList<>();
            why.forEach((fence, reason) -> all.add(fence.word() + ": " + reason));
            return new Check("fence", Check.Level.STOP, "nothing proves that " + from + " takes no writes any more. "
                    + String.join("; ", all) + ". Switch " + from + " off, then fail over by hand (manual_failover, which asks for its name)"
                    + (NO_COMMAND.equals(why.get(Fence.COMMAND)) ? "; a fencing_method would do that by itself" : ""));
        }
        return switch (chosen.get()) {
            case PROCESS -> old.host() instanceof HostState.Answers host && host.running()
                    ? new Check("fence", Check.Level.WARNING, "PostgreSQL hangs on " + from + "; it will be killed")
                    : new Check("fence", Check.Level.OK, "the host of " + from + " answers and no postmaster is running on it");
            case COMMAND -> new Check("fence", Check.Level.OK, "fencing_method will switch " + from + " off; unless it says that it did, nobody is promoted");
            case PROXIES -> new Check("fence", Check.Level.OK, "every client was seen to come through the proxies, and those will cut " + from + " off");
            case SYNCHRONOUS -> new Check("fence", Check.Level.OK, "while the replicas are frozen " + from + " can acknowledge no commit: it waits for them");
            case DECLARED -> old.host() instanceof HostState.Unclear unclear
                    ? new Check("fence", Check.Level.STOP, "the host of " + from + " answers, but whether PostgreSQL runs there cannot be told ("
                            + unclear.why() + "): make HandyRep's SSH login work there, or switch the host off")
                    : new Check("fence", Check.Level.WARNING, why.getOrDefault(Fence.PROCESS, "") + "; switch " + from
                            + " off by other means, then type its name");
        };
    }
}
