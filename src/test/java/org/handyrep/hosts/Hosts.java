package org.handyrep.hosts;

import com.github.dockerjava.api.model.Network.Ipam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.handyrep.testing.Needs;
import org.testcontainers.containers.Network;

/// A primary, john, and two streaming replicas, paul and george, each on a host of its own, and the handyrep.conf that describes them.
///
/// HandyRep may log in as the user `handyrep` with a key and become `postgres` by sudo, nothing else.
public final class Hosts implements AutoCloseable {

    /// With what a shell, a connection string and a configuration file would each stumble over.
    static final String SUPERUSER_PASSWORD = "it's a $HOME; #1";

    static final String MONITOR_PASSWORD = "watch 'n wait";
    static final String REPLICATION_PASSWORD = "copy \\me' too";

    private static final List<String> NAMES = List.of("john", "paul", "george");

    private final Network network;
    private final Map<String, Host> hosts;
    private final String privateKey;

    private Hosts(Network network, Map<String, Host> hosts) {
        this.network = network;
        this.hosts = hosts;
        this.privateKey = primary().run("root", "ssh-keygen -q -t ed25519 -N '' -C test -f /root/key && cat /root/key") + "\n";
    }

    /// Skips the test where there is no container engine. Takes some seconds, and a minute once where the image has to be made.
    public static Hosts start() {
        Needs.docker();
        String image = HostImage.ready();
        String prefix = "10." + (100 + ProcessHandle.current().pid() % 100) + "." + ProcessHandle.current().pid() / 100 % 250 + ".";
        Network network = Network.builder()
                .createNetworkCmdModifier(create -> create.withIpam(
                        new Ipam().withConfig(new Ipam.Config().withSubnet(prefix + "0/24").withGateway(prefix + "1"))))
                .build();
        Map<String, Host> hosts = new LinkedHashMap<>();
        for (String name : NAMES) {
            hosts.put(name, new Host(name, prefix + (11 + hosts.size()), network, image));
        }
        try {
            hosts.values().parallelStream().forEach(Host::start);
            Hosts all = new Hosts(network, hosts);
            all.letIn();
            all.replicate();
            return all;
        } catch (RuntimeException e) {
            closeAll(network, hosts);
            throw e;
        }
    }

    public List<String> names() {
        return NAMES;
    }

    public Host host(String name) {
        return Objects.requireNonNull(hosts.get(name), name);
    }

    /// Who is configured as primary.
    public Host primary() {
        return host("john");
    }

    /// Runs a statement on the named host; one line per row, columns divided by `|`.
    public String sql(String name, String statement) {
        return host(name).sql(statement);
    }

    /// Writes handyrep.conf, the key and the known host keys into a directory.
    public Path confFile(Path directory) throws IOException {
        Path key = Files.writeString(directory.resolve("id_ed25519"), privateKey);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path known = Files.writeString(directory.resolve("known_hosts"), knownHosts());
        return Files.writeString(directory.resolve("handyrep.conf"), HostsConf.text(hosts.values(), key, known));
    }

    private String knownHosts() {
        StringBuilder lines = new StringBuilder();
        for (Host host : hosts.values()) {
            for (String key : host.run("root", "cut -d' ' -f1,2 /etc/ssh/ssh_host_*_key.pub").split("\n")) {
                lines.append(host.address()).append(' ').append(key).append('\n');
            }
        }
        return lines.toString();
    }

    private void letIn() {
        String publicKey = primary().run("root", "cat /root/key.pub");
        String passwords = "*:*:*:replicator:" + REPLICATION_PASSWORD.replace("\\", "\\\\");
        hosts.values().parallelStream().forEach(host -> {
            host.run("handyrep", "cat > ~/.ssh/authorized_keys <<'KEY'\n" + publicKey + "\nKEY\nchmod 600 ~/.ssh/authorized_keys");
            host.run("postgres", "umask 077; cat > ~/.pgpass <<'LINE'\n" + passwords + "\nLINE");
        });
    }

    private void replicate() {
        primary().startPostgres();
        primary().sql("ALTER ROLE postgres PASSWORD " + literal(SUPERUSER_PASSWORD) + ";"
                + "CREATE ROLE handyrep LOGIN IN ROLE pg_monitor PASSWORD " + literal(MONITOR_PASSWORD) + ";"
                + "CREATE ROLE replicator LOGIN REPLICATION PASSWORD " + literal(REPLICATION_PASSWORD) + ";"
                + "CREATE TABLE songs (title text)");
        hosts.values().stream().filter(host -> host != primary()).parallel().forEach(host -> {
            host.run(
                    "postgres",
                    "rm -rf /var/lib/postgresql/15/main && " + Host.postgresProgram("pg_basebackup")
                            + " --checkpoint=fast -X stream -R -D /var/lib/postgresql/15/main -d"
                            + " 'host=" + primary().address() + " user=replicator application_name=" + host.name() + "'");
            host.startPostgres();
        });
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public void close() {
        closeAll(network, hosts);
    }

    private static void closeAll(Network network, Map<String, Host> hosts) {
        hosts.values().parallelStream().forEach(Host::close);
        network.close();
    }
}
