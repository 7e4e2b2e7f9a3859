package org.handyrep.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoControls;
import org.handyrep.demo.DemoControls.Fault;
import org.handyrep.demo.DemoControls.WriterView;
import org.handyrep.demo.DemoException;
import org.handyrep.demo.DemoOptions;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `handyrep demo`: a real local cluster to try things on, with the window or on a terminal.
@Command(
        name = "demo",
        description = "Set up a real local PostgreSQL cluster and open the window on it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable HandyRep program;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--headless", description = "no window: print where the conf is, read what to break from standard input")
    private boolean headless;

    @Override
    public Integer call() throws Exception {
        return headless ? terminal() : Objects.requireNonNull(program).window().open(List.of(), true);
    }

    private int terminal() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (DemoControls demo = DemoCluster.start(DemoCluster.defaultDirectory(), DemoOptions.standard());
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("The demo cluster runs. Its configuration: " + demo.conf());
            out.println("In another terminal: handyrep watch --conf " + demo.conf());
            out.println("Type writer, help, quit, or one of these to break things:");
            help(demo, out);
            String line;
            while ((line = in.readLine()) != null && !line.strip().equals("quit")) {
                obey(demo, line.strip().toLowerCase(Locale.ROOT), out);
            }
            return 0;
        } catch (DemoException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return HandyRep.FAILED;
        }
    }

    private static void obey(DemoControls demo, String word, PrintWriter out) {
        switch (word) {
            case "" -> {}
            case "help" -> help(demo, out);
            case "writer" -> out.println(text(demo.writer()));
            default -> demo.faults().stream()
                    .filter(fault -> fault.id().equals(word))
                    .findFirst()
                    .ifPresentOrElse(fault -> cause(demo, fault, out), () -> out.println("not known: " + word));
        }
        out.flush();
    }

    private static void cause(DemoControls demo, Fault fault, PrintWriter out) {
        Outcome outcome = demo.cause(fault);
        out.println((outcome.succeeded() ? "" : "failed: ") + outcome.details());
    }

    private static void help(DemoControls demo, PrintWriter out) {
        demo.faults().forEach(fault -> out.printf("  %-16s %s%n", fault.id(), fault.label()));
        out.flush();
    }

    private static String text(WriterView writer) {
        return String.format(
                Locale.ROOT,
                "%.0f writes/s to %s, last %.1f s ago, longest gap %.1f s, %d acknowledged, %d lost",
                writer.writesPerSecond(),
                writer.connectedTo().isEmpty() ? "nobody" : writer.connectedTo(),
                writer.currentGap().toMillis() / 1000.0,
                writer.longestGap().toMillis() / 1000.0,
                writer.acknowledged(),
                writer.lost());
    }
}
