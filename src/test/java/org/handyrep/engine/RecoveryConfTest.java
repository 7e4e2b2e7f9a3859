package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.conf.Templates;
import org.handyrep.testing.FakeTools;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a replica of PostgreSQL 11 or older reads at its start.
class RecoveryConfTest {

    private static final String ARCHIVE = "restore_command = 'cp -- \"/a b/%f\" \"%p\"'\narchive_cleanup_command = '\"/pg_archivecleanup\" \"/a b\" %r'";
    private static final Conninfo CONNINFO = new Conninfo("host=john", "host=john", Optional.empty());

    private static final List<String> PLAIN =
            List.of("primary_conninfo = 'host=john'", "recovery_target_timeline = 'latest'", "standby_mode = 'on'");

    @ParameterizedTest
    @ValueSource(strings = {"", "recovery.conf.template"})
    void readsTheArchiveWhereThereIsOne(String template) {
        List<String> with = Stream.concat(PLAIN.stream(), ARCHIVE.lines()).sorted().toList();
        assertEquals(with, settings(template, ARCHIVE));
        assertEquals(PLAIN, settings(template, ""));
    }

    private static List<String> settings(String template, String archive) {
        Server server = new Server(
                "paul", "127.0.0.1", 5432, Role.REPLICA, true, 1, 1,
                template.isEmpty() ? Map.of() : Map.of("recovery_template", template));
        FakeTools fake = new FakeTools();
        fake.render = new Templates(Path.of("conf/templates").toAbsolutePath())::render;
        return RecoveryConf.text(fake, server, CONNINFO, archive)
                .details()
                .lines()
                .filter(l -> !l.isBlank() && !l.startsWith("#"))
                .sorted()
                .toList();
    }
}
