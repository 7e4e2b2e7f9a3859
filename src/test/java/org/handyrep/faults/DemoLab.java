package org.handyrep.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.handyrep.demo.DemoCluster;
import org.handyrep.demo.DemoOptions;
import org.handyrep.demo.PostgresBinaries;
import org.handyrep.engine.ClusterEngine;
import org.handyrep.engine.Operator;
import org.handyrep.testing.ManagedCluster;
import org.handyrep.testing.RepositoryPlugins;
import org.handyrep.testing.TemporaryFiles;

/// A demo cluster behind a pgbouncer, with clients, under two consoles of this process that fail over by themselves and may switch servers off. Close it.
record DemoLab(DemoCluster demo, Path files, ClusterEngine anna, ClusterEngine bert, LabClients clients) implements AutoCloseable {

    /// Everything that works in the data directory of that server.
    private static final String FENCE =
            """
            #!/bin/sh
            for process in /proc/[0-9]*; do
                if test "$(readlink "$process/cwd")" = "%s/$1/data"; then kill -9 "${process#/proc/}"; fi
            done
            exit 0
            """;

    static DemoLab open() {
        DemoOptions options = new DemoOptions(
                List.of("john", "paul", "george"), PostgresBinaries.embedded(), false, Duration.ofMillis(50), DemoOptions.standard().pgbouncer());
        try {
            Path directory = Files.createTempDirectory(Path.of("/tmp"), "handyrep-demolab-").toRealPath();
            Path files = Files.createTempDirectory(Path.of("/tmp"), "handyrep-demolab-console-").toRealPath();
            DemoCluster demo = DemoCluster.start(directory, options);
            Path fence = Files.writeString(files.resolve("fence"), FENCE.formatted(directory));
            RepositoryPlugins.permit(fence, "rwxr-xr-x");
            String conf = edited(Files.readString(demo.conf()), fence);
            Files.writeString(demo.conf(), conf);
            Path other = Files.writeString(
                    files.resolve("handyrep.conf"), conf.replaceAll("(server_file|log_file) = \"" + directory, "$1 = \"" + files));
            RepositoryPlugins.permit(other, "rw-------");
            LabClients clients = LabClients.start(
                    Map.of("pgb1", "jdbc:postgresql://" + found(conf, "\\[\\[pgb1]]\\s+hostname = (\\S+)\\s+port = (\\d+)") + "/postgres"),
                    new LabClients.Login("handyrep", found(conf, "handyrep_db_pass = \"(.*)\""), "postgres"),
                    3);
            DemoLab lab = new DemoLab(demo, files, ManagedCluster.open(demo.conf()), ManagedCluster.open(other), clients);
            lab.anna.call(Operator.local(), "init_handyrep_db", Map.of());
            lab.anna.start();
            lab.bert.start();
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String edited(String conf, Path fence) {
        return conf.replace("auto_failover = False", """
                        auto_failover = True
                        failover_cooldown = 0
                        failovers_per_day = 1000
                        startup_grace = 1
                        fencing_method = fence_command""")
                .replace("master_check_method = one_hr_master", "master_check_method = check_last_ip_db")
                .replace("fail_retry_interval = 1", "fail_retry_interval = 0")
                .replace("[plugins]", "[plugins]\n[[check_last_ip_db]]\nlast_ip_timeout = 4 seconds\n[[fence_command]]\ncommand = \"" + fence + "\"");
    }

    /// What the groups of the pattern found there, with colons between.
    private static String found(String conf, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(conf);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in the handyrep.conf of the demo");
        }
        return IntStream.rangeClosed(1, matcher.groupCount()).mapToObj(matcher::group).collect(Collectors.joining(":"));
    }

    @Override
    public void close() {
        clients.close();
        anna.close();
        bert.close();
        demo.close();
        TemporaryFiles.delete(files);
    }
}
