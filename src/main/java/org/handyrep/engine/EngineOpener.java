package org.handyrep.engine;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import org.handyrep.conf.Conf;
import org.handyrep.conf.ConfReader;
import org.handyrep.conf.ConfResult;
import org.handyrep.conf.SavedResult;
import org.handyrep.conf.ServersFile;
import org.handyrep.conf.StartState;
import org.handyrep.remote.HostKeyQuestion;

/// Opens a handyrep.conf: reads, checks, takes the servers from servers.save where it is the authority, and builds the engine. Nothing is asked of a server yet.
public final class EngineOpener {

    private final PluginFolder plugins;
    private final HostKeyQuestion question;
    private final Clock clock = Clock.systemUTC();
    private final PrintStream stdout;

    public EngineOpener(PluginFolder plugins, HostKeyQuestion question) {
        this(plugins, question, System.out);
    }

    /// @param stdout where the log goes with `log_file = stdout`
    public EngineOpener(PluginFolder plugins, HostKeyQuestion question, PrintStream stdout) {
        this.plugins = plugins;
        this.question = question;
        this.stdout = stdout;
    }

    public OpenResult open(Path confFile) {
        return switch (ConfReader.read(confFile, plugins)) {
            case ConfResult.Rejected rejected -> new OpenResult.Refused(rejected.problems());
            case ConfResult.Loaded loaded -> new OpenResult.Opened(engine(loaded.conf()));
        };
    }

    private ClusterEngine engine(Conf conf) {
        EngineLog log = new EngineLog(clock);
        log.setVerbose(conf.isTrue("handyrep", "log_verbose"));
        String logFile = conf.option("handyrep", "log_file").orElse("handyrep.log");
        log.watch(logFile.equals("stdout")
                ? line -> stdout.println(LogFile.text(line))
                : new LogFile(conf.resolve(logFile)));
        conf.warnings().forEach(w -> log.log("CONFIG", "", false, w.text()));
        ServersFile file = new ServersFile(
                conf.path("handyrep", "server_file").orElse(conf.resolve("servers.save")));
        SavedResult saved = file.read();
        StartState start = StartState.choose(saved, new SavedResult.Absent(), conf, clock.instant());
        start.problems().forEach(p -> log.log("STATE", "", !start.rolesAreCertain(), p));
        log.log("STATE", "", false, "the servers are those of " + start.origin());
        ServerBook book = new ServerBook(file, clock, start);
        return new ClusterEngine(new ClusterParts.Builder(conf, plugins, log, book, saved, question, clock), clock);
    }
}
