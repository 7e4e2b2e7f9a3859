package org.handyrep.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.PluginFolder;
import org.handyrep.remote.HostKeyQuestion;

/// Opens an engine for a command without a window: every problem of the configuration goes to standard error, and nobody is asked about host keys.
final class Opening {

    private Opening() {}

    /// @param problems where the problems of the configuration go
    /// @param log where the log goes with `log_file = stdout`
    static Optional<ClusterEngine> engine(Path conf, PrintWriter problems, PrintStream log) {
        EngineOpener opener = new EngineOpener(PluginFolder.open(Places.plugins()), HostKeyQuestion.REFUSE, log);
        return switch (opener.open(conf)) {
            case OpenResult.Opened opened -> Optional.of(opened.engine());
            case OpenResult.Refused refused -> {
                refused.problems().forEach(problem -> problems.println(problem.text()));
                problems.flush();
                yield Optional.empty();
            }
        };
    }
}
