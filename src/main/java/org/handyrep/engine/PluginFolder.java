package org.handyrep.engine;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.handyrep.cluster.Server;
import org.handyrep.conf.PluginNames;
import org.handyrep.plugin.FailingPlugin;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.PluginName;
import org.handyrep.plugin.Tools;

/// The plugins: every file `<kind>/<ClassName>.java` of one folder, compiled by the program itself. Adding or changing a plugin is editing a file and [#reload()].
///
/// Loading takes up to two seconds when the compiler has to run; not for the JavaFX thread. Safe for use by several threads.
public final class PluginFolder implements PluginNames {

    private final Path folder;
    private final PluginCache cache;
    private volatile Loaded loaded;

    private record Loaded(Map<String, PluginEntry> entries, Optional<String> obstacle, boolean fromCache) {}

    private PluginFolder(Path folder, PluginCache cache) {
        this.folder = folder;
        this.cache = cache;
        this.loaded = load();
    }

    /// Loads the folder, with compiled classes kept where this user's caches are.
    public static PluginFolder open(Path folder) {
        return open(folder, PluginCache.ofUser());
    }

    public static PluginFolder open(Path folder, Path cache) {
        return new PluginFolder(folder.toAbsolutePath().normalize(), new PluginCache(cache));
    }

    /// Reads and compiles the folder again. Plugins handed out before stay what they were; one that worked and does not any more stays in use, see [#kept].
    public synchronized void reload() {
        Loaded before = loaded;
        Loaded now = load();
        Map<String, PluginEntry> entries = KeptPlugins.of(before.entries(), now.entries(), now.obstacle());
        boolean keeps = entries.values().stream().anyMatch(e -> e.kept().isPresent());
        loaded = new Loaded(entries, keeps ? Optional.empty() : now.obstacle(), now.fromCache());
    }

    /// What is wrong with the file of a plugin that works only because an earlier version of it stays in use; empty for all others.
    public Optional<String> kept(String confName) {
        return entry(confName).flatMap(PluginEntry::kept);
    }

    /// The plugin of that name, bound to the tools, or a stand-in that fails with the reason. What the plugin throws
    /// comes back as a failure. A plugin of another kind is found only if it implements this one too.
    ///
    /// @param confName as in handyrep.conf; case and underscores do not matter
    /// @param type the interface of the kind, [Kind#type()]
    public <T> PluginLookup<T> find(Kind kind, String confName, Class<T> type, Tools tools) {
        Optional<String> problem = problem(kind, confName);
        if (problem.isPresent()) {
            return broken(problem.get(), type, tools);
        }
        try {
            return new PluginLookup.Found<>(PluginGuard.before(
                    make(confName, tools), type, fault -> tools.log("PLUGIN " + confName, fault, true)));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return broken(confName + " could not be made: " + PluginEntry.cause(e), type, tools);
        }
    }

    /// What the plugin's test says of each server it is about, or altogether, one after the other.
    ///
    /// @param results server (empty: altogether) and outcome
    public void tests(Kind kind, String confName, Tools tools, BiConsumer<String, Outcome> results) {
        Optional<String> problem = problem(kind, confName);
        if (problem.isPresent()) {
            results.accept("", Outcome.failure(problem.get()));
            return;
        }
        List<Server> servers;
        HandyRepPlugin plugin;
        try {
            plugin = make(confName, tools);
            servers = plugin.tested();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            results.accept("", Outcome.failure("its test threw " + PluginEntry.cause(e)));
            return;
        }
        if (servers.isEmpty()) {
            results.accept("", tested(plugin::test));
        }
        servers.forEach(server -> results.accept(server.name(), tested(() -> plugin.test(server))));
    }

    private static Outcome tested(Supplier<Outcome> test) {
        try {
            return test.get();
        } catch (RuntimeException | LinkageError e) {
            return Outcome.failure("its test threw " + PluginEntry.cause(e));
        }
    }

    private HandyRepPlugin make(String confName, Tools tools) throws ReflectiveOperationException {
        HandyRepPlugin plugin = PluginEntry.make(entry(confName).flatMap(PluginEntry::type).orElseThrow());
        plugin.bind(tools);
        return plugin;
    }

    /// Why this name stands for no working plugin of this kind; empty when it does.
    public Optional<String> problem(Kind kind, String confName) {
        if (loaded.obstacle().isPresent()) {
            return Optional.of("no plugin is used: " + loaded.obstacle().get());
        }
        Optional<PluginEntry> entry = entry(confName);
        if (entry.isEmpty()) {
            return Optional.of("there is no plugin " + confName + " in " + folder.resolve(kind.folder())
                    + "; there are: " + String.join(", ", working(kind)));
        }
        Optional<String> error = entry.get().error();
        if (error.isPresent()) {
            return Optional.of(confName + " is broken: " + error.get());
        }
        return entry.get().isOf(kind)
                ? Optional.empty()
                : Optional.of(confName + " is no plugin for " + kind.option() + ": " + entry.get().source().relative()
                        + " does not implement " + kind.type().getSimpleName());
    }

    /// The kind of the folder that the plugin lies in.
    Kind kindOf(String confName) {
        return entry(confName).flatMap(e -> e.source().kind()).orElse(Kind.GENERIC);
    }

    /// As [#working(Kind)], sorted.
    public List<String> names(Kind kind) {
        return List.copyOf(working(kind));
    }

    @Override
    public Set<String> working(Kind kind) {
        return loaded.entries().values().stream()
                .filter(e -> e.isOf(kind))
                .map(PluginEntry::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Set<String> all() {
        return loaded.entries().values().stream().map(PluginEntry::name).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Optional<String> fault(String name) {
        return entry(name).flatMap(PluginEntry::error);
    }

    @Override
    public boolean isSecret(String plugin, String key) {
        return entry(plugin).stream()
                .flatMap(e -> e.settings().stream())
                .anyMatch(s -> s.secret() && s.name().equals(key));
    }

    /// Every file, and every name in use that has none.
    ///
    /// @param uses options and servers (`promotion_method of paul`) by the plugin's name in handyrep.conf
    public List<PluginView> views(Map<String, List<String>> uses) {
        Map<String, List<String>> byKey = uses.entrySet().stream()
                .collect(Collectors.toMap(
                        e -> PluginName.key(e.getKey()), Map.Entry::getValue, PluginFolder::joined, LinkedHashMap::new));
        Loaded now = loaded;
        List<PluginView> views = new ArrayList<>();
        for (PluginEntry e : now.entries().values()) {
            List<String> by = byKey.getOrDefault(e.source().key(), List.of());
            Optional<String> error = now.obstacle().or(e::error);
            if (by.isEmpty() && e.kept().isPresent() && !Files.exists(e.source().file())) {
                continue;
            }
            views.add(new PluginView(
                    e.name(), e.kinds(), e.source().relative(), by, e.settings(), error, e.kept(),
                    error.or(e::kept).map(e.source()::excerpt).orElse(List.of()), Map.of()));
        }
        uses.forEach((name, by) -> {
            if (entry(name).isEmpty()) {
                String why = now.obstacle().orElse("there is no such file in " + folder);
                views.add(new PluginView(name, "", "", by, List.of(), Optional.of(why)));
            }
        });
        return List.copyOf(views);
    }

    /// Why nothing of the folder is used: it is missing, or others may write to it.
    public Optional<String> obstacle() {
        return loaded.obstacle();
    }

    /// Whether the compiler did not have to run.
    boolean isFromCache() {
        return loaded.fromCache();
    }

    private Optional<PluginEntry> entry(String confName) {
        String key = PluginName.key(confName);
        return loaded.entries().values().stream()
                .filter(e -> e.source().key().equals(key))
                .findFirst();
    }

    private static <T> PluginLookup<T> broken(String reason, Class<T> type, Tools tools) {
        FailingPlugin standIn = new FailingPlugin(reason);
        standIn.bind(tools);
        return new PluginLookup.Broken<>(type.cast(standIn), reason);
    }

    private Loaded load() {
        PluginSources found = PluginSources.of(folder);
        List<PluginSource> sound = found.sound();
        Optional<String> hash = PluginHash.of(sound, found.classPath());
        Optional<PluginClasses> cached = hash.flatMap(cache::read);
        PluginClasses compiled = cached.orElseGet(() -> PluginCompiler.compile(sound, found.classPath()));
        if (cached.isEmpty() && !sound.isEmpty()) {
            hash.ifPresent(h -> cache.write(h, compiled));
        }
        Map<String, PluginEntry> entries = new LinkedHashMap<>();
        PluginLoader loader = new PluginLoader(compiled.classes(), urls(found.libraries()));
        for (PluginSource source : found.sources()) {
            if (source.isPlugin()) {
                Optional<String> error = found.obstacle()
                        .or(source::obstacle)
                        .or(() -> Optional.ofNullable(compiled.errors().get(source.relative())));
                entries.put(
                        source.relative(),
                        error.isPresent() ? PluginEntry.broken(source, error.get()) : PluginEntry.of(source, loader));
            }
        }
        return new Loaded(entries, found.obstacle(), cached.isPresent());
    }

    private static URL[] urls(List<Path> libraries) {
        return libraries.stream()
                .map(l -> {
                    try {
                        return l.toUri().toURL();
                    } catch (MalformedURLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray(URL[]::new);
    }

    private static List<String> joined(List<String> a, List<String> b) {
        List<String> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }
}
