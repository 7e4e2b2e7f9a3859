package org.handyrep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.handyrep.cluster.Role;
import org.handyrep.cluster.Server;
import org.handyrep.conf.Conf;
import org.handyrep.conf.ConfReader;
import org.handyrep.conf.ConfResult;
import org.handyrep.conf.PluginNames;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.Secret;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.remote.SshSettings;
import org.handyrep.testing.RepositoryPlugins;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// hazards 2.5: the original offered the BigIP's password to every host.
class BigIpPasswordTest {

    private static final Map<Kind, Set<String>> PLUGINS = Map.of(
            Kind.AUTHENTICATION, Set.of("zero_auth"),
            Kind.AVAILABILITY, Set.of("one_hr_master"),
            Kind.POLLING, Set.of("poll_connect"),
            Kind.REPLICATION, Set.of("replication_mb_lag_93"),
            Kind.SELECTION, Set.of("select_replica_priority"),
            Kind.PROMOTION, Set.of("promote_pg_ctl"),
            Kind.RESTART, Set.of("restart_pg_ctl"));

    @TempDir
    Path directory;

    @Test
    void isOfferedToTheBigIp() throws IOException {
        assertEquals(new Secret("big secret"), settings().password().apply(server("bigip")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"master", "replica", "pgbouncer", "proxy", "archive", "own"})
    void isOfferedToNoOther(String role) throws IOException {
        assertEquals(Secret.NONE, settings().password().apply(server(role)));
    }

    private SshSettings settings() throws IOException {
        return Connections.ssh(conf(), HostKeyQuestion.REFUSE);
    }

    private Conf conf() throws IOException {
        Path file = Files.writeString(directory.resolve("handyrep.conf"), """
                [handyrep]
                cluster_name = test
                [failover]
                poll_method = poll_connect
                [passwords]
                bigip_password = big secret
                [servers]
                [[john]]
                hostname = 127.0.0.1
                role = master
                """);
        RepositoryPlugins.permit(file, "rw-------");
        return switch (ConfReader.read(file, PluginNames.of(PLUGINS))) {
            case ConfResult.Loaded loaded -> loaded.conf();
            case ConfResult.Rejected rejected -> throw new AssertionError(rejected);
        };
    }

    private static Server server(String role) {
        return new Server("s", "127.0.0.1", 1, new Role(role), true, 1, 1, Map.of());
    }
}
