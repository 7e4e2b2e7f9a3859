package org.handyrep.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.OptionView;
import org.handyrep.engine.PluginView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `handyrep check --conf F`: is the configuration right, do the plugins work here?
@Command(
        name = "check",
        description = "Check handyrep.conf and run the tests of the plugins it uses. Changes nothing.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--conf", required = true, paramLabel = "FILE", description = "handyrep.conf")
    private Path conf = Path.of("handyrep.conf");

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ClusterEngine> opened = Opening.engine(conf, spec.commandLine().getErr(), System.err);
        if (opened.isEmpty()) {
            return HandyRep.BAD_USAGE;
        }
        AtomicBoolean failed = new AtomicBoolean();
        try (ClusterEngine engine = opened.get()) {
            engine.view().confWarnings().forEach(warning -> out.println("warning: " + warning));
            out.println(conf + " is valid");
            List<PluginView> plugins = engine.plugins();
            List<String> names = plugins.stream().map(PluginView::name).toList();
            CheckTable files = new CheckTable(
                    out,
                    List.of(
                            names,
                            List.of("BROKEN"),
                            plugins.stream().map(PluginView::kind).toList(),
                            plugins.stream().map(PluginView::file).toList()));
            files.row("plugin", "state", "kind", "file", "used by");
            plugins.forEach(p -> files.row(p.name(), state(p), p.kind(), p.file(), p.error().orElse(String.join(", ", p.usedBy()))));
            out.println();
            CheckTable tests = new CheckTable(out, List.of(names, List.of("SUCCESS"), servers(engine)));
            tests.row("plugin", "result", "server", "what it said");
            engine.testPlugins(test -> {
                boolean ok = test.outcome().succeeded();
                if (!ok) {
                    failed.set(true);
                }
                String server = test.server().isEmpty() ? "-" : test.server();
                tests.row(test.plugin(), ok ? "SUCCESS" : "FAIL", server, test.outcome().details());
                out.flush();
            });
        }
        out.flush();
        return failed.get() ? HandyRep.FAILED : 0;
    }

    private static List<String> servers(ClusterEngine engine) {
        return engine.options().stream()
                .map(OptionView::section)
                .filter(section -> section.startsWith("servers / "))
                .map(section -> section.substring("servers / ".length()))
                .toList();
    }

    private static String state(PluginView plugin) {
        return plugin.error().isPresent() ? "BROKEN" : plugin.usedBy().isEmpty() ? "unused" : "used";
    }
}
