package org.handyrep.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.handyrep.conf.ConfProblem;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoControls;
import org.handyrep.demo.DemoOptions;
import org.handyrep.engine.EngineOpener;
import org.handyrep.engine.OpenResult;
import org.handyrep.engine.PluginFolder;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.ui.ConsoleApp;
import org.handyrep.ui.alert.DesktopNotifier;
import org.handyrep.ui.common.HostKeyDialog;
import org.handyrep.ui.main.ClusterOpener;

/// Opens the window, where there is a display.
final class Window {

    private static final Set<String> OTHERWISE = Set.of("--headless", "--help", "-h");

    private Optional<ConsoleApp> started = Optional.empty();

    /// Starts what takes longest of a window, while the command line is still read, where the arguments look like one.
    static Window expectedBy(String... arguments) {
        Window window = new Window();
        boolean expected = arguments.length == 0 || arguments[0].equals("demo") || arguments[0].startsWith("--conf");
        if (expected && hasDisplay() && Arrays.stream(arguments).noneMatch(OTHERWISE::contains)) {
            window.started = Optional.of(ConsoleApp.start());
        }
        return window;
    }

    int open(List<Path> confs, boolean withDemo) throws InterruptedException {
        if (!hasDisplay()) {
            return say("There is no display for the window.");
        }
        Optional<Callable<DemoControls>> demo = withDemo
                ? Optional.of(() -> DemoCluster.start(DemoCluster.defaultDirectory(), DemoOptions.standard()))
                : Optional.empty();
        try {
            started.orElseGet(ConsoleApp::start).show(new ConsoleApp.Options(new LazyOpener(), confs, demo, Places.memory(), DesktopNotifier.ofThisDesktop()));
            return 0;
        } catch (UnsupportedOperationException e) {
            return say("The window cannot be opened (" + e.getMessage()
                    + "): it needs a display that can be reached and, on Linux, GTK 3 (the package libgtk-3-0).");
        }
    }

    private static int say(String obstacle) {
        System.err.println(obstacle + " Without a window: handyrep watch|call|check --conf FILE,"
                + " handyrep demo --headless");
        return HandyRep.BAD_USAGE;
    }

    /// Compiles the plugins when the first cluster is opened, after the first frame.
    private static final class LazyOpener implements ClusterOpener {

        private Optional<PluginFolder> plugins = Optional.empty();

        @Override
        public synchronized Answer open(Path conf) {
            PluginFolder folder = plugins.orElseGet(() -> PluginFolder.open(Places.plugins()));
            plugins = Optional.of(folder);
            HostKeyDialog dialog = HostKeyDialog.overFocusedWindow();
            HostKeyQuestion question =
                    key -> dialog.accept(key.host(), key.port(), key.type(), key.fingerprint());
            return switch (new EngineOpener(folder, question).open(conf)) {
                case OpenResult.Opened opened -> new Answer.Opened(opened.engine());
                case OpenResult.Refused refused ->
                    new Answer.Refused(refused.problems().stream().map(ConfProblem::text).toList());
            };
        }
    }

    private static boolean hasDisplay() {
        String platform = System.getProperty("glass.platform", "");
        boolean linux = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
        return !linux
                || platform.equals("Headless")
                || isSet("DISPLAY")
                || isSet("WAYLAND_DISPLAY");
    }

    private static boolean isSet(String variable) {
        String value = System.getenv(variable);
        return value != null && !value.isBlank();
    }
}
