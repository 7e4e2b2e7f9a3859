package org.handyrep.engine;

import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.Server;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.Tools;
import org.handyrep.remote.Quoting;

/// The recovery.conf of a replica (PostgreSQL 11 and older): the server's `recovery_template`, or what every replica needs.
final class RecoveryConf {

    private RecoveryConf() {}

    /// @param archive the lines that read the WAL archive, may be empty
    static Outcome text(Tools tools, Server server, Conninfo conninfo, String archive) {
        Optional<String> template = server.setting("recovery_template");
        if (template.isEmpty()) {
            return Outcome.success("standby_mode = 'on'\nprimary_conninfo = " + Quoting.confLiteral(conninfo.text())
                    + "\nrecovery_target_timeline = 'latest'\n" + (archive.isEmpty() ? "" : archive + "\n"));
        }
        return switch (tools.render(
                template.get(), Map.of(
                        "replica_connection", Quoting.confText(conninfo.text()), "archive_recovery_line", archive))) {
            case Outcome.Success text -> Outcome.success(withTimeline(text.details()));
            case Outcome.Failure failure -> failure;
        };
    }

    /// Without it a replica before PostgreSQL 12 does not follow its upstream over a promotion.
    private static String withTimeline(String text) {
        boolean there = text.lines().anyMatch(line -> line.strip().startsWith("recovery_target_timeline"));
        return there ? text : text.stripTrailing() + "\nrecovery_target_timeline = 'latest'\n";
    }
}
