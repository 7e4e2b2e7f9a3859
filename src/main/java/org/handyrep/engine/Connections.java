package org.handyrep.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.handyrep.cluster.Role;
import org.handyrep.conf.Conf;
import org.handyrep.plugin.Login;
import org.handyrep.plugin.Secret;
import org.handyrep.remote.HostKeyQuestion;
import org.handyrep.remote.SqlSettings;
import org.handyrep.remote.SshSettings;

/// How handyrep.conf wants the servers to be reached.
final class Connections {

    private Connections() {}

    static SqlSettings sql(Conf conf) {
        Map<String, String> ssl = new LinkedHashMap<>();
        conf.option("handyrep", "ssl_mode").ifPresent(mode -> ssl.put("sslmode", mode));
        conf.path("handyrep", "ssl_root_cert").ifPresent(file -> ssl.put("sslrootcert", file.toString()));
        conf.path("handyrep", "ssl_cert").ifPresent(file -> ssl.put("sslcert", file.toString()));
        conf.path("handyrep", "ssl_key").ifPresent(file -> ssl.put("sslkey", file.toString()));
        Duration connect = Duration.ofSeconds(conf.number("handyrep", "connect_timeout"));
        SqlSettings standard = SqlSettings.standard();
        return new SqlSettings(
                conf.option("handyrep", "handyrep_db").orElse("postgres"),
                login -> switch (login) {
                    case HANDYREP -> conf.option("handyrep", "handyrep_user").orElse("handyrep");
                    case SUPERUSER -> conf.option("handyrep", "postgres_superuser").orElse("postgres");
                },
                login -> password(conf, login),
                ssl,
                connect,
                standard.statementTimeout(),
                standard.lockTimeout(),
                "handyrep");
    }

    private static Secret password(Conf conf, Login login) {
        return switch (login) {
            case HANDYREP -> conf.password("handyrep_db_pass");
            case SUPERUSER -> conf.password("superuser_pass");
        };
    }

    /// `bigip_password` is the BigIP's own, and is offered to no other host.
    static SshSettings ssh(Conf conf, HostKeyQuestion question) {
        SshSettings standard = SshSettings.standard();
        List<Path> knownHosts = conf.path("handyrep", "known_hosts").map(List::of).orElse(standard.knownHosts());
        Duration connect = Duration.ofSeconds(conf.number("handyrep", "ssh_connect_timeout"));
        return standard.withPostgresUser(conf.option("handyrep", "postgres_superuser").orElse("postgres"))
                .withKnownHosts(knownHosts)
                .withQuestion(question)
                .withPasswords(server -> server.role().equals(Role.BIGIP) ? conf.password("bigip_password") : Secret.NONE)
                .withPassphrases(file -> conf.password("ssh_key_passphrase"))
                .withTimeouts(connect, connect.plusSeconds(5), standard.keepAlive());
    }
}
