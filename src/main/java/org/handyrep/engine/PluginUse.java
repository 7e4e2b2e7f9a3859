package org.handyrep.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.handyrep.cluster.Server;
import org.handyrep.engine.Engine.PluginTest;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PluginName;

/// Which plugins the configuration uses, and their tests.
final class PluginUse {

    private static final String SECTION = "plugins / ";
    private static final List<String> SECTIONS = List.of("handyrep", "failover", "archive");

    private PluginUse() {}

    static List<PluginView> views(ClusterParts parts) {
        Map<String, List<String>> uses = new LinkedHashMap<>();
        used(parts).forEach((use, by) -> uses.computeIfAbsent(use.name(), name -> new ArrayList<>()).addAll(by));
        return parts.plugins().views(uses).stream()
                .map(view -> view.withValues(values(parts, view.name())))
                .toList();
    }

    private static Map<String, PluginView.Value> values(ClusterParts parts, String plugin) {
        Map<String, PluginView.Value> all = new LinkedHashMap<>();
        parts.conf().options().stream()
                .filter(o -> o.section().startsWith(SECTION)
                        && PluginName.key(o.section().substring(SECTION.length())).equals(PluginName.key(plugin)))
                .filter(o -> !o.value().isEmpty())
                .forEach(o -> all.put(o.name(), new PluginView.Value(o.value(), o.origin())));
        return all;
    }

    /// All at the same time, so that one server that does not answer is waited for once; results come one after the other.
    ///
    /// @param plugin the one to test; empty for all that are used
    static void test(ClusterParts parts, Optional<String> plugin, Consumer<PluginTest> results) {
        List<Thread> threads = new ArrayList<>();
        for (Use use : tested(parts, plugin)) {
            threads.add(Thread.ofVirtual().name("test of " + use.name()).start(() -> parts.plugins()
                    .tests(use.kind(), use.name(), parts.tools(), (server, outcome) -> {
                        synchronized (threads) {
                            results.accept(new PluginTest(use.name(), server, outcome));
                        }
                    })));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            threads.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private static List<Use> tested(ClusterParts parts, Optional<String> plugin) {
        List<Use> uses = used(parts).keySet().stream()
                .filter(use -> plugin.isEmpty() || PluginName.key(plugin.get()).equals(PluginName.key(use.name())))
                .toList();
        return uses.isEmpty() && plugin.isPresent() ? List.of(new Use(parts.plugins().kindOf(plugin.get()), plugin.get())) : uses;
    }

    /// What was broken by the reload and is in use, each with its reason; what worked before stays in use.
    static Outcome reload(ClusterParts parts) {
        parts.plugins().reload();
        List<String> broken = broken(parts);
        long count = parts.plugins().all().size();
        return broken.isEmpty()
                ? Outcome.success("the plugins folder was read again: " + count + " plugins")
                : Outcome.failure(String.join("; ", broken));
    }

    static List<String> broken(ClusterParts parts) {
        return used(parts).keySet().stream()
                .flatMap(use -> parts.plugins()
                        .kept(use.name())
                        .map(why -> use.name() + " is broken, and what was loaded before stays in use: " + why)
                        .or(() -> parts.plugins().problem(use.kind(), use.name()))
                        .stream())
                .distinct()
                .toList();
    }

    private record Use(Kind kind, String name) {}

    private static Map<Use, List<String>> used(ClusterParts parts) {
        Map<Use, List<String>> uses = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            for (String section : SECTIONS) {
                parts.conf().option(section, kind.option()).ifPresent(name -> add(uses, kind, name, kind.option()));
            }
            for (Server server : parts.book().servers()) {
                Optional<String> name = server.role().isPostgres() ? server.setting(kind.option()) : Optional.empty();
                name.ifPresent(n -> add(uses, kind, n, kind.option() + " of " + server.name()));
            }
        }
        parts.conf().extraFailoverCommands().forEach(extra ->
                add(uses, Kind.EXTRA, extra.plugin(), "extra_failover_commands " + extra.name()));
        return uses;
    }

    private static void add(Map<Use, List<String>> uses, Kind kind, String name, String by) {
        uses.computeIfAbsent(new Use(kind, name), u -> new ArrayList<>()).add(by);
    }
}
