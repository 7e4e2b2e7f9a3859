package org.handyrep.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.handyrep.conf.ConfReader;
import org.handyrep.conf.ConfResult;
import org.handyrep.plugin.Outcome;

/// `reload_conf`: reads the plugins and the same file again; a broken file changes nothing.
final class ConfReload {

    private ConfReload() {}

    static Outcome of(ClusterParts parts) {
        parts.plugins().reload();
        return switch (ConfReader.read(parts.conf().file(), parts.plugins())) {
            case ConfResult.Rejected rejected -> Outcome.failure("the old configuration stays: "
                    + rejected.problems().stream().map(p -> p.text()).collect(Collectors.joining("; ")));
            case ConfResult.Loaded loaded -> {
                parts.confNow().set(loaded.conf());
                parts.log().setVerbose(loaded.conf().isTrue("handyrep", "log_verbose"));
                List<String> broken = PluginUse.broken(parts);
                yield Outcome.success(loaded.conf().file()
                        + " was read again; servers and connections keep what they had until the next start"
                        + (broken.isEmpty() ? "" : "; " + String.join("; ", broken)));
            }
        };
    }
}
