package org.handyrep.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Observation;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.conf.Conf;
import org.handyrep.plan.Deed;
import org.handyrep.plan.Fence;
import org.handyrep.plan.Ranking;
import org.handyrep.plan.Rules;
import org.handyrep.plan.Salvage;
import org.handyrep.plan.Situation;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunMode;
import org.handyrep.plugin.Tools;

/// Asks what a planner needs beyond a snapshot: can each server be controlled, would a stopped one come up as a replica.
final class ServerFacts {

    private ServerFacts() {}

    /// Runs every PostgreSQL server's `restart_method` with run mode `status`, all together.
    static Map<String, Outcome> control(ClusterSnapshot snapshot, PluginMethods methods) {
        Map<String, Outcome> answers = new ConcurrentHashMap<>();
        forEach(postgres(snapshot), seen -> answers.put(
                seen.name(),
                seen.state() instanceof ServerState.Unreachable && seen.host() instanceof HostState.Silent silent
                        ? Outcome.failure("its host does not answer: " + silent.why())
                        : methods.restart(seen.server()).run(seen.server(), RunMode.STATUS)));
        return answers;
    }

    /// The WAL that only the disk of a lost primary has; empty while the primary is not lost, or when its host does not answer.
    static Optional<Situation.LeftWal> left(Situation situation, Tools tools) {
        Optional<Observation> lost = situation.snapshot()
                .configuredPrimary()
                .filter(o -> o.state() instanceof ServerState.Unreachable && o.host() instanceof HostState.Answers);
        return lost.isEmpty()
                ? Optional.empty()
                : Ranking.mostAdvanced(situation)
                        .flatMap(o -> o.state() instanceof ServerState.Replica r ? Optional.of(r) : Optional.empty())
                        .flatMap(r -> new WalDisk(
                                        tools.shell(lost.get().server()), lost.get().server(), r.facts().timeline(), Salvage.segmentOf(r))
                                .after(r.replayed(), WalDisk.IN_A_HURRY));
    }

    static Map<String, Boolean> marked(ClusterSnapshot snapshot, Tools tools) {
        Map<String, Boolean> answers = new ConcurrentHashMap<>();
        List<Observation> stopped = postgres(snapshot).stream()
                .filter(o -> !(o.state() instanceof ServerState.Primary) && !(o.state() instanceof ServerState.Replica))
                .filter(o -> !(o.state() instanceof ServerState.Unreachable && o.host() instanceof HostState.Silent))
                .toList();
        forEach(stopped, seen -> {
            Command look = NodeScripts.isMarked(seen.server().setting("pgdata").orElse(""));
            if (tools.shell(seen.server()).run(look) instanceof CommandResult.Exited e && e.status() == 0) {
                answers.put(seen.name(), e.output().strip().equals("marked"));
            }
        });
        return answers;
    }

    /// What handyrep.conf wants done around a change of primary.
    static Situation.Around around(ClusterParts parts) {
        List<Server> proxies = parts.book().servers().stream()
                .filter(s -> s.enabled() && s.role().isProxy())
                .toList();
        Optional<ConnectionFailover> routing = parts.methods().connectionFailover();
        return new Situation.Around(
                routing.isPresent(),
                routing.filter(plugin -> !plugin.holdActs(proxies).isEmpty()).isPresent(),
                routing.filter(plugin -> proxies.stream()
                                .anyMatch(p -> !plugin.cutOffActs(proxies, p).isEmpty()))
                        .isPresent(),
                parts.methods().archiveScript().isPresent(),
                parts.methods().archiveDelete().isPresent(),
                parts.conf().extraFailoverCommands().stream()
                        .map(e -> new Deed.Extra(e.name(), e.plugin(), e.parameters()))
                        .toList());
    }

    /// What handyrep.conf allows of a failover.
    static Rules rules(Conf conf, PluginMethods methods) {
        List<String> fences = conf.optionList("failover", "automatic_fences");
        return new Rules(
                conf.option("failover", "candidate_order").orElse("").equals("preferred"),
                conf.number("failover", "maximum_loss"),
                conf.isTrue("failover", "salvage_wal"),
                Arrays.stream(Fence.values())
                        .filter(f -> f != Fence.DECLARED && (fences.isEmpty() || fences.contains(f.word())))
                        .collect(Collectors.toSet()),
                conf.option("failover", "fencing_method").isPresent(),
                recovery(conf),
                conf.number("failover", "minimum_free_disk") * 1024L * 1024L,
                Duration.ofSeconds(conf.number("failover", "maximum_replay_time")),
                methods.masterCheck().provesAlone(),
                memory(conf));
    }

    private static Duration memory(Conf conf) {
        Duration polls = Duration.ofSeconds(3L * conf.number("failover", "poll_interval"));
        return Duration.ofSeconds((long) conf.number("failover", "fail_retries") * conf.number("failover", "fail_retry_interval"))
                .plus(polls.compareTo(Rules.MEMORY) > 0 ? polls : Rules.MEMORY);
    }

    private static Duration recovery(Conf conf) {
        Duration wished = recoveryWished(conf);
        return wished.compareTo(Rules.RECOVERY) > 0 ? wished : Rules.RECOVERY;
    }

    /// `recovery_retries` times `fail_retry_interval`.
    static Duration recoveryWished(Conf conf) {
        return Duration.ofSeconds((long) conf.number("failover", "recovery_retries") * Math.max(1, conf.number("failover", "fail_retry_interval")));
    }

    private static List<Observation> postgres(ClusterSnapshot snapshot) {
        return snapshot.servers().stream()
                .filter(o -> o.server().role().isPostgres())
                .toList();
    }

    private static void forEach(List<Observation> servers, java.util.function.Consumer<Observation> ask) {
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            servers.forEach(server -> together.submit(() -> ask.accept(server)));
        }
    }

    /// As if everything could be controlled: for tooltips, where nothing may be asked.
    static Map<String, Outcome> assumed(ClusterSnapshot snapshot) {
        Map<String, Outcome> answers = new LinkedHashMap<>();
        postgres(snapshot).forEach(o -> answers.put(o.name(), Outcome.success("not asked")));
        return answers;
    }
}
