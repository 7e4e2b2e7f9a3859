package org.handyrep.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.handyrep.cluster.Server;

/// What plugins that push an archive script share: the script is proved before it takes the place of the old one, the stop file is looked at after it was
/// written or removed, and nothing is said to be archived that was not read back.
///
/// A plugin says where the archive of a server is ([#archiveOf(Server)]) and whether replicas remove what they restored ([#cleanup()]).
public abstract class ArchiveScriptPlugin extends HandyRepPlugin implements ArchiveScript {

    /// The server whose host holds what this one archives, or why there is none.
    protected abstract Archive archiveOf(Server server);

    /// The path of pg_archivecleanup for the recovery lines; empty for none.
    protected abstract Optional<String> cleanup();

    /// Where archived WAL goes.
    protected sealed interface Archive {
        record On(Server host) implements Archive {}

        record Nowhere(String why) implements Archive {}
    }

    /// The settings that every such plugin has.
    protected static List<Setting> settings(String template) {
        return List.of(
                Setting.required("archive_directory", "full path of the directory where archived WAL is kept"),
                Setting.required("archive_script_path", "full path of the script on the servers, which archive_command calls"),
                Setting.optional("archive_template", "the template of the script, in templates_dir", template),
                Setting.required("stop_archiving_file", "full path of the file on the primary that halts archiving while it is there"),
                Setting.optional("archivecleanup_path", "full path of pg_archivecleanup on the servers", ""));
    }

    protected final String directory() {
        return path("archive_directory");
    }

    protected final String script() {
        return path("archive_script_path");
    }

    protected final String stopFile() {
        return path("stop_archiving_file");
    }

    private String path(String key) {
        return setting(key).orElse("").strip().replaceFirst("(?<=.)/+$", "");
    }

    /// Whether the settings can work at all; asks nothing of the world.
    protected Outcome usable() {
        Outcome settings = testSettings();
        if (!settings.succeeded()) {
            return settings;
        }
        for (String key : List.of("archive_directory", "archive_script_path", "stop_archiving_file", "archivecleanup_path")) {
            String value = path(key);
            String what = "[plugins] [[" + name() + "]] " + key;
            if (!value.isEmpty() && (!value.startsWith("/") || value.equals("/"))) {
                return Outcome.failure(what + " must be a full path: " + value);
            }
            Optional<String> unfit = ArchiveInstallation.unfit(what, value);
            if (unfit.isPresent()) {
                return Outcome.failure(unfit.get());
            }
        }
        return settings;
    }

    @Override
    public Outcome run(Server servername) {
        Outcome installed = install(servername);
        return installed.succeeded() ? notHalted(servername, installed) : installed;
    }

    @Override
    public List<Act> acts(Server servername) {
        return usable().succeeded() && archiveOf(servername) instanceof Archive.On archive
                ? installation(servername, archive.host()).acts()
                : List.of();
    }

    private Outcome install(Server server) {
        Outcome usable = usable();
        if (!usable.succeeded()) {
            return usable;
        }
        return switch (archiveOf(server)) {
            case Archive.Nowhere nowhere -> Outcome.failure(nowhere.why());
            case Archive.On archive -> installation(server, archive.host()).install();
        };
    }

    // stop and start

    @Override
    public List<Act> stopActs(Server primary) {
        return List.of(stop(primary).touch());
    }

    @Override
    public Outcome stop() {
        Outcome usable = usable();
        Optional<Server> primary = master();
        if (!usable.succeeded() || primary.isEmpty()) {
            return usable.succeeded() ? noPrimary() : usable;
        }
        return stop(primary.get()).put(tools());
    }

    @Override
    public List<Act> startActs(Server primary) {
        List<Act> acts = new ArrayList<>();
        List<Server> servers = new ArrayList<>(List.of(primary));
        sortedReplicas().stream().filter(r -> !r.name().equals(primary.name())).forEach(servers::add);
        for (Server server : servers) {
            List<Act> installing = acts(server);
            if (!installing.isEmpty()) {
                acts.addAll(installing);
                acts.add(stop(server).remove());
            }
        }
        return acts;
    }

    /// The replicas get the script, too, and lose a stop file from a time when they were the primary. What fails there is said and fails nothing.
    @Override
    public Outcome start() {
        Outcome usable = usable();
        Optional<Server> primary = master();
        if (!usable.succeeded() || primary.isEmpty()) {
            return usable.succeeded() ? noPrimary() : usable;
        }
        Outcome started = start(primary.get());
        if (!started.succeeded()) {
            return started;
        }
        StringBuilder details = new StringBuilder(started.details());
        for (Server replica : sortedReplicas()) {
            Outcome outcome = start(replica);
            details.append(outcome.succeeded() ? "" : "; not ready to take over: " + outcome.details());
        }
        return Outcome.success(details.toString());
    }

    private Outcome start(Server server) {
        Outcome installed = install(server);
        if (!installed.succeeded()) {
            return installed;
        }
        Outcome removed = perform(List.of(stop(server).remove()));
        return removed.succeeded() ? notHalted(server, works(server)) : removed;
    }

    /// The script that is in place, archiving a test file.
    private Outcome works(Server server) {
        return switch (archiveOf(server)) {
            case Archive.Nowhere nowhere -> Outcome.failure(nowhere.why());
            case Archive.On archive -> installation(server, archive.host()).works();
        };
    }

    private Outcome notHalted(Server server, Outcome otherwise) {
        return switch (stop(server).look()) {
            case StopFile.Look.Absent absent -> otherwise;
            case StopFile.Look.There there -> Outcome.failure(there.said());
            case StopFile.Look.Unknown unknown -> Outcome.failure(unknown.why());
        };
    }

    // watching

    /// Whether archiving is on and PostgreSQL's last attempt succeeded.
    protected final Outcome watch(Server primary) {
        return notHalted(primary, new ArchiverWatch(tools()).of(primary));
    }

    /// Whether the stop file was seen; false when nobody could look.
    protected final boolean isHalted(Server server) {
        return stop(server).look() instanceof StopFile.Look.There;
    }

    protected final Outcome noPrimary() {
        return Outcome.failure("there is no enabled primary that could archive");
    }

    // testing

    @Override
    public List<Server> tested() {
        return tools().servers().stream().filter(s -> s.enabled() && s.role().isPostgres()).toList();
    }

    @Override
    public Outcome test() {
        Outcome usable = usable();
        if (!usable.succeeded()) {
            return usable;
        }
        List<String> said = new ArrayList<>();
        for (Server server : tested()) {
            Outcome outcome = test(server);
            if (!outcome.succeeded()) {
                return outcome;
            }
            said.add(outcome.details());
        }
        return said.isEmpty() ? noPrimary() : Outcome.success(String.join("; ", said));
    }

    /// Changes one thing: a test file is archived and removed again, if the script is there already.
    @Override
    public Outcome test(Server server) {
        Outcome usable = usable();
        if (!usable.succeeded()) {
            return usable;
        }
        if (!(archiveOf(server) instanceof Archive.On archive)) {
            return works(server);
        }
        String folder = script().substring(0, Math.max(1, script().lastIndexOf('/')));
        CommandResult writable = runAsPostgres(server, Command.of("test", "-w", folder));
        if (!writable.ok()) {
            return Outcome.failure(server.name() + ": the owner of PostgreSQL cannot write to " + folder + ": " + writable.describe());
        }
        Outcome installed = Outcome.success(server.name() + ": there is no script yet: start_archiving writes it");
        if (fileExists(server, script())) {
            CommandResult there = runAsPostgres(archive.host(), Command.of("test", "-w", directory()));
            installed = there.ok()
                    ? notHalted(server, works(server))
                    : Outcome.failure(archive.host().name() + ": there is no archive directory " + directory()
                            + " that the owner of PostgreSQL can write to: " + there.describe());
        }
        String warning = new ArchiverWatch(tools()).warning(server, script());
        return installed.succeeded() ? Outcome.success(installed.details() + warning) : Outcome.failure(installed.details() + warning);
    }

    @Override
    public String recoveryline() {
        return usable().succeeded() ? RecoveryLines.of(directory(), cleanup()) : "";
    }

    // pieces

    private ArchiveInstallation installation(Server server, Server host) {
        return new ArchiveInstallation(
                tools(), server, host, setting("archive_template").orElse(""), directory(), script(), stop(server));
    }

    private StopFile stop(Server server) {
        return new StopFile(tools().shell(server), server, stopFile());
    }
}
