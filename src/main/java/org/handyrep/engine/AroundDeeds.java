package org.handyrep.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Deed;
import org.handyrep.plugin.Act;
import org.handyrep.plugin.Acts;
import org.handyrep.plugin.ArchiveDelete;
import org.handyrep.plugin.ArchiveScript;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.ExtraCommand;
import org.handyrep.plugin.Fencing;
import org.handyrep.plugin.Outcome;

/// The deeds that touch what stands around PostgreSQL: proxies, the archive, the user's own commands. A plugin that does not tell its acts beforehand is
/// shown by its name.
record AroundDeeds(DeedParts make, PluginMethods methods) {

    DeedPart hold(Deed.Hold hold) {
        List<Server> proxies = servers(hold.proxies());
        return proxy(
                "makes the clients wait",
                plugin -> plugin.holdActs(proxies),
                plugin -> plugin.hold(proxies, Duration.ofMillis(hold.millis())));
    }

    DeedPart release(Deed.Release release) {
        List<Server> proxies = servers(release.proxies());
        return proxy("lets the clients go on", plugin -> plugin.releaseActs(proxies), plugin -> plugin.release(proxies));
    }

    DeedPart route(Deed.Route route) {
        Server primary = server(route.primary());
        List<Server> readers = servers(route.readers());
        return proxy(
                "points the proxies at " + primary.name(),
                plugin -> plugin.routeActs(primary, readers),
                plugin -> plugin.route(primary, readers));
    }

    /// Each act for itself and all at once: a proxy that cannot be prepared keeps no other from it.
    List<DeedPart> prepare(Deed.PrepareRoute prepare) {
        Server primary = server(prepare.primary());
        List<Server> readers = servers(prepare.readers());
        List<Act> acts = methods.connectionFailover()
                .map(plugin -> plugin.prepareActs(primary, readers))
                .orElse(List.of());
        return acts.isEmpty() ? List.of() : List.of(part(acts, "", () -> together(acts)));
    }

    private Outcome together(List<Act> acts) {
        List<Outcome> outcomes = acts.parallelStream().map(act -> Acts.perform(make.tools(), act)).toList();
        String details = outcomes.stream().map(Outcome::details).collect(Collectors.joining("; "));
        return outcomes.stream().allMatch(Outcome::succeeded) ? Outcome.success(details) : Outcome.failure(details);
    }

    DeedPart cutOff(Deed.CutOff cut) {
        List<Server> proxies = servers(cut.proxies());
        Server primary = server(cut.server());
        return proxy(
                "cuts " + primary.name() + " off",
                plugin -> plugin.cutOffActs(proxies, primary),
                plugin -> plugin.cutOff(proxies, primary));
    }

    DeedPart letThrough(Deed.LetThrough let) {
        List<Server> proxies = servers(let.proxies());
        Optional<Server> except = let.except().map(this::server);
        return proxy(
                "lets clients through again",
                plugin -> plugin.letThroughActs(proxies, except),
                plugin -> plugin.letThrough(proxies, except));
    }

    DeedPart fence(Server server) {
        Optional<Fencing> plugin = methods.fencing();
        return plugin.isEmpty()
                ? missing("fencing_method")
                : part(
                        plugin.get().acts(server),
                        plugin.get().shown(server),
                        () -> plugin.get().run(server));
    }

    DeedPart init(Deed.InitProxy init) {
        Optional<Server> proxy = init.proxy().map(this::server);
        return proxy(
                "writes the configuration of " + init.proxy().orElse("all proxies"),
                plugin -> plugin.initActs(proxy),
                plugin -> plugin.init(proxy));
    }

    DeedPart archiving(Deed.Archiving archiving) {
        Server primary = server(archiving.primary());
        Optional<ArchiveScript> plugin = methods.archiveScript();
        return plugin.isEmpty()
                ? missing("archive_script_method")
                : part(
                        archiving.on() ? plugin.get().startActs(primary) : plugin.get().stopActs(primary),
                        primary.name() + ": archive_script_method " + (archiving.on() ? "starts" : "stops") + " archiving",
                        () -> archiving.on() ? plugin.get().start() : plugin.get().stop());
    }

    DeedPart placeArchiveScript(Server server) {
        Optional<ArchiveScript> plugin = methods.archiveScript();
        return plugin.isEmpty()
                ? missing("archive_script_method")
                : part(plugin.get().acts(server), server.name() + ": archive_script_method puts its script there", () -> plugin.get().run(server));
    }

    DeedPart cleanUp() {
        Optional<ArchiveDelete> plugin = methods.archiveDelete();
        return plugin.isEmpty()
                ? missing("archive_delete_method")
                : part(plugin.get().acts(), "archive_delete_method removes old WAL", () -> plugin.get().run());
    }

    DeedPart extra(Deed.Extra extra) {
        ExtraCommand plugin = methods.extraCommand(extra.plugin());
        return part(
                plugin.acts(extra.parameters()),
                extra.plugin() + "(" + String.join(", ", extra.parameters()) + ")",
                () -> plugin.run(extra.parameters()));
    }

    private DeedPart proxy(
            String what, Function<ConnectionFailover, List<Act>> acts, Function<ConnectionFailover, Outcome> run) {
        Optional<ConnectionFailover> plugin = methods.connectionFailover();
        return plugin.isEmpty()
                ? missing("connection_failover_method")
                : part(acts.apply(plugin.get()), "connection_failover_method " + what, () -> run.apply(plugin.get()));
    }

    private DeedPart part(List<Act> acts, String otherwise, java.util.function.Supplier<Outcome> run) {
        List<String> shown = acts.isEmpty()
                ? List.of(otherwise)
                : make.previews(acts);
        return new DeedPart(shown, run);
    }

    private static DeedPart missing(String option) {
        return new DeedPart(List.of(option + " is not configured"), () -> Outcome.failure(option + " is not configured any more"));
    }

    private List<Server> servers(List<String> names) {
        return names.stream().map(this::server).toList();
    }

    private Server server(String name) {
        return make.server(name);
    }
}
