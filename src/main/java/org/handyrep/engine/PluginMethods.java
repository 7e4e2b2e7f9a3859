package org.handyrep.engine;

import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.conf.ValueType;
import org.handyrep.plugin.Alert;
import org.handyrep.plugin.ArchiveDelete;
import org.handyrep.plugin.ArchiveScript;
import org.handyrep.plugin.Authentication;
import org.handyrep.plugin.Cloning;
import org.handyrep.plugin.ConnectionFailover;
import org.handyrep.plugin.ExtraCommand;
import org.handyrep.plugin.Fencing;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.MasterCheck;
import org.handyrep.plugin.Polling;
import org.handyrep.plugin.Promotion;
import org.handyrep.plugin.ReplicationStatus;
import org.handyrep.plugin.Restart;
import org.handyrep.plugin.Selection;
import org.handyrep.plugin.Tools;

/// The plugins that handyrep.conf names, by job. One that is missing or broken fails with the reason when it is called.
final class PluginMethods {

    private final PluginFolder folder;
    private final Tools tools;

    PluginMethods(PluginFolder folder, Tools tools) {
        this.folder = folder;
        this.tools = tools;
    }

    Restart restart(Server server) {
        return ofServer(server, Kind.RESTART, Restart.class);
    }

    Promotion promotion(Server server) {
        return ofServer(server, Kind.PROMOTION, Promotion.class);
    }

    Cloning cloning(Server server) {
        return ofServer(server, Kind.CLONING, Cloning.class);
    }

    Authentication authentication() {
        return named("handyrep", Kind.AUTHENTICATION, Authentication.class);
    }

    MasterCheck masterCheck() {
        return named("handyrep", Kind.AVAILABILITY, MasterCheck.class);
    }

    Polling polling() {
        return named("failover", Kind.POLLING, Polling.class);
    }

    Selection selection() {
        return named("failover", Kind.SELECTION, Selection.class);
    }

    /// Empty when none is configured.
    Optional<ReplicationStatus> replicationStatus() {
        return tools.option("failover", Kind.REPLICATION.option())
                .map(name -> folder.find(Kind.REPLICATION, name, ReplicationStatus.class, tools).plugin());
    }

    /// Empty when none is configured.
    Optional<ConnectionFailover> connectionFailover() {
        return tools.option("failover", Kind.PROXY.option())
                .map(name -> folder.find(Kind.PROXY, name, ConnectionFailover.class, tools).plugin());
    }

    /// Empty when none is configured.
    Optional<Fencing> fencing() {
        return tools.option("failover", Kind.FENCING.option())
                .map(name -> folder.find(Kind.FENCING, name, Fencing.class, tools).plugin());
    }

    /// Empty while `archiving` is off, or when none is configured.
    Optional<ArchiveScript> archiveScript() {
        return archive(Kind.ARCHIVING, ArchiveScript.class);
    }

    /// Empty while `archiving` is off, or when none is configured.
    Optional<ArchiveDelete> archiveDelete() {
        return archive(Kind.ARCHIVE_DELETE, ArchiveDelete.class);
    }

    ExtraCommand extraCommand(String plugin) {
        return folder.find(Kind.EXTRA, plugin, ExtraCommand.class, tools).plugin();
    }

    /// Empty when none is configured.
    Optional<Alert> alert() {
        return tools.option("handyrep", Kind.ALERT.option())
                .map(name -> folder.find(Kind.ALERT, name, Alert.class, tools).plugin());
    }

    private <T> Optional<T> archive(Kind kind, Class<T> type) {
        boolean on = tools.option("archive", "archiving").map(ValueType::isTrue).orElse(false);
        return tools.option("archive", kind.option())
                .filter(name -> on)
                .map(name -> folder.find(kind, name, type, tools).plugin());
    }

    private <T> T ofServer(Server server, Kind kind, Class<T> type) {
        String name = server.setting(kind.option()).orElse("");
        return folder.find(kind, name, type, tools).plugin();
    }

    private <T> T named(String section, Kind kind, Class<T> type) {
        String name = tools.option(section, kind.option()).orElse("");
        return folder.find(kind, name, type, tools).plugin();
    }
}
