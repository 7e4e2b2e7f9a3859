package org.handyrep.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The command line. Without a subcommand it opens the window.
@Command(
        name = "handyrep",
        description = "Operations console for PostgreSQL replication clusters.",
        subcommands = {CallCommand.class, CheckCommand.class, WatchCommand.class, DemoCommand.class, HashPasswordCommand.class},
        mixinStandardHelpOptions = true,
        version = "HandyRep 1.0",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:success", "1:the function or a check failed", "2:bad usage or a broken configuration"})
public final class HandyRep implements Callable<Integer> {

    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "Open this handyrep.conf in the window; may be given several times. Without it: the clusters of last time.")
    private List<Path> confs = List.of();

    private final Window window;

    private HandyRep(Window window) {
        this.window = window;
    }

    /// Runs the command and answers with the exit code.
    public static int run(String... arguments) {
        Window window = Window.expectedBy(arguments);
        DriverLog.configure();
        return new CommandLine(new HandyRep(window)).execute(arguments);
    }

    /// As [#run(String...)] with what it prints going elsewhere.
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new HandyRep(new Window())).setOut(out).setErr(err).execute(arguments);
    }

    Window window() {
        return window;
    }

    @Override
    public Integer call() throws Exception {
        return window.open(confs, false);
    }
}
