package org.handyrep.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.LogLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `handyrep watch --conf F`: the engine without a window, until it is ended.
@Command(
        name = "watch",
        description = "Watch a cluster without a window; print what changes. Ends with Ctrl-C.",
        mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--conf", required = true, paramLabel = "FILE", description = "handyrep.conf")
    private Path conf = Path.of("handyrep.conf");

    @Override
    public Integer call() throws Exception {
        Optional<ClusterEngine> opened = Opening.engine(conf, spec.commandLine().getErr(), new PrintStream(OutputStream.nullOutputStream()));
        if (opened.isEmpty()) {
            return HandyRep.BAD_USAGE;
        }
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, ended)));
        try (ClusterEngine engine = opened.get();
                AutoCloseable log = engine.watchLog(this::print)) {
            engine.start();
            asked.await();
        } finally {
            ended.countDown();
        }
        return 0;
    }

    /// The program is ended while this runs, so it lets the engine be closed first.
    private static void end(CountDownLatch asked, CountDownLatch ended) {
        asked.countDown();
        try {
            var unused = ended.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(LogLine line) {
        spec.commandLine().getOut().println(line.at() + " " + line.category() + (line.isError() ? " ERROR " : " ") + line.message());
        spec.commandLine().getOut().flush();
    }
}
