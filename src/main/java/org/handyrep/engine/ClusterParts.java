package org.handyrep.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.conf.Conf;
import org.handyrep.conf.SavedResult;
import org.handyrep.conf.StartState;
import org.handyrep.conf.Templates;
import org.handyrep.plugin.Console;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Login;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.remote.LocalShell;
import org.handyrep.remote.SqlSessions;
import org.handyrep.remote.SshSessions;

/// The parts of one cluster's engine, each built once, in order.
record ClusterParts(
        ConfNow confNow,
        PluginFolder plugins,
        EngineLog log,
        AlertQueue alerts,
        AlertWatch alertWatch,
        ServerBook book,
        EngineTools tools,
        AdminSessions sessions,
        PluginMethods methods,
        Deeds deeds,
        OperationDesk desk,
        AutomationFile told,
        JournalWatch journals,
        TableAccess table,
        StateKeeping keeping,
        ArchiveCare archive,
        Observer observer,
        LossWatch lossWatch,
        SessionProbes probes,
        SshSessions ssh,
        HostKeyQuestion question)
        implements AutoCloseable {

    Conf conf() {
        return confNow.get();
    }

    @Override
    public void close() {
        desk.close();
        observer.close();
        lossWatch.close();
        alerts.close();
        keeping.close();
        sessions.close();
        probes.close();
        tools.consoles().close();
        tools.kept().close();
        ssh.close();
    }

    /// Where the evidence of diverged servers is kept: beside the journal.
    static Path evidence(Conf conf) {
        return beside(conf, ".evidence");
    }

    private static Path beside(Conf conf, String ending) {
        Path save = conf.path("handyrep", "server_file").orElse(conf.resolve("servers.save"));
        return save.resolveSibling(save.getFileName() + ending);
    }

    /// What there is before the engine itself.
    ///
    /// @param saved what servers.save held when it was read
    record Builder(
            Conf conf,
            PluginFolder plugins,
            EngineLog log,
            ServerBook book,
            SavedResult saved,
            HostKeyQuestion question,
            Clock clock) {

        /// @param system identifier of the cluster, empty while it is not known
        ClusterParts build(
                Consumer<Cycle> onCycle, Consumer<Story> onStory, Supplier<ClusterSnapshot> newest, Supplier<String> system) {
            ConfNow confNow = new ConfNow(conf);
            SshSessions ssh = new SshSessions(Connections.ssh(conf, question));
            SqlSessions databases = new SqlSessions(Connections.sql(conf));
            Path templates = conf.path("handyrep", "templates_dir").orElse(conf.resolve("templates"));
            KeptConsoles consoles = new KeptConsoles(
                    (proxy, login) -> databases.openProxied(proxy, login, SqlSessions.CONSOLE));
            EngineTools tools = new EngineTools(
                    confNow::get,
                    new Templates(templates),
                    book::servers,
                    newest,
                    ssh,
                    databases,
                    consoles,
                    LocalShell.ofThisUser(conf.option("handyrep", "postgres_superuser").orElse("postgres")),
                    log,
                    Console.starting(),
                    new Kept());
            PluginMethods methods = new PluginMethods(plugins, tools);
            AlertQueue alerts = new AlertQueue(methods::alert, log, AlertQueue.Limits.STANDARD);
            AlertWatch alertWatch = new AlertWatch(
                    clusterName(),
                    () -> tools.option("handyrep", Kind.ALERT.option()).orElse(""),
                    alerts::tell);
            log.watch(alertWatch::line);
            AdminSessions sessions = new AdminSessions(tools);
            Ownership ownership = new Ownership(tools, sessions);
            Deeds deeds = new Deeds(tools, sessions, ownership, methods, book, new EvidenceFolder(evidence(conf), clock));
            Consumer<Story> told = story -> {
                if (story.elsewhere().isEmpty()) {
                    alertWatch.story(story);
                }
                onStory.accept(story);
            };
            HostCopies copies = new HostCopies(book::servers, ssh::shell, system, tools.console().name());
            AutomationFile automation = AutomationFacts.file(conf);
            OperationDesk desk = new OperationDesk(
                    journal(conf),
                    copies,
                    clock,
                    story -> new ClusterWorld(
                            tools, sessions, ownership, deeds, methods, log,
                            new OperationName(tools.console().name(), story.id(), story.plan().title())),
                    () -> automation.paused(clock.instant()),
                    told,
                    log);
            JournalWatch journals = new JournalWatch(
                    copies, desk.book(), new SessionHolders(tools), new SharedAcknowledgement(copies, automation, clock, log), log);
            TableAccess table = new TableAccess(confNow::get, tools);
            StateKeeping keeping = new StateKeeping(
                    book,
                    table,
                    conf.isTrue("handyrep", "override_server_file"),
                    answer -> StartState.choose(saved, answer, conf, clock.instant()),
                    desk::isChanging,
                    log);
            ArchiveCare archive = new ArchiveCare(methods, desk::isChanging, log);
            SessionProbes probes = new SessionProbes(
                    server -> databases.open(server, Login.HANDYREP),
                    ssh::shell,
                    () -> confNow.get().option("handyrep", "test_ssh_command").orElse(""));
            Observer observer = new Observer(
                    clusterName(),
                    book::refreshed,
                    probes,
                    new PluginQuestions(methods, tools),
                    () -> desk.isChanging() ? timing(confNow.get()).calm() : timing(confNow.get()),
                    desk::isHurried,
                    onCycle,
                    log::log);
            LossWatch lossWatch = new LossWatch(server -> databases.openIdle(server, Login.HANDYREP), () -> {
                if (!desk.isChanging()) {
                    observer.hurry();
                }
            });
            return new ClusterParts(
                    confNow, plugins, log, alerts, alertWatch, book, tools, sessions, methods, deeds, desk, automation, journals, table, keeping,
                    archive, observer, lossWatch, probes, ssh, question);
        }

        private String clusterName() {
            return conf.option("handyrep", "cluster_name").orElse("cluster");
        }

        private static Timing timing(Conf conf) {
            return Timing.of(
                    Duration.ofSeconds(conf.number("failover", "poll_interval")),
                            conf.number("failover", "verify_frequency"))
                    .withHeartbeat(conf.isTrue("failover", "heartbeat")
                            || conf.isTrue("failover", "auto_failover")
                            || conf.isTrue("failover", "restart_master"));
        }

        /// Beside servers.save, one folder for each handyrep.conf.
        private static Path journal(Conf conf) {
            return beside(conf, ".journal");
        }
    }
}
