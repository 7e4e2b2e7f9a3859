package org.handyrep.hosts;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import java.io.IOException;
import java.util.Objects;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// One host. It keeps its name, its address and its disk through everything that is done to it.
public final class Host implements AutoCloseable {

    private static final String POSTGRES_BIN = "/usr/lib/postgresql/15/bin/";

    private final String name;
    private final String address;
    private final Network network;
    private final GenericContainer<?> container;

    Host(String name, String address, Network network, String image) {
        this.name = name;
        this.address = address;
        this.network = network;
        this.container = new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(ignored -> false)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withCreateContainerCmdModifier(create -> {
                    create.withHostName(name).withIpv4Address(address);
                    Objects.requireNonNull(create.getHostConfig()).withCapAdd(Capability.NET_ADMIN);
                })
                .waitingFor(Wait.forLogMessage(".*host is up.*", 1));
    }

    void start() {
        container.start();
    }

    public String name() {
        return name;
    }

    /// Reachable from here and from the other hosts, SSH on port 22 and PostgreSQL on 5432.
    public String address() {
        return address;
    }

    /// Runs a shell line on the host as one of its users and returns what it wrote; fails unless it succeeds.
    public String run(String user, String line) {
        ExecResult result = tryRun(user, line);
        if (result.getExitCode() != 0) {
            throw new IllegalStateException(name + ": " + line + ": " + result.getStdout() + result.getStderr());
        }
        return result.getStdout().strip();
    }

    public ExecResult tryRun(String user, String line) {
        try {
            return container.execInContainerWithUser(user, "bash", "-c", line);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(name + " cannot be reached", e);
        }
    }

    /// Runs a statement as superuser on the host itself. The answer is one line per row, columns divided by `|`.
    public String sql(String statement) {
        return run("postgres", "psql -X -A -t -q -v ON_ERROR_STOP=1 -d postgres <<'SQL'\n" + statement + "\nSQL");
    }

    /// `kill -9` of all of PostgreSQL; the host lives on.
    public void killPostgres() {
        run("root", "pkill -9 -u postgres postgres; while pgrep -u postgres postgres > /dev/null; do sleep 0.1; done");
    }

    /// As somebody at the console of the host would start it.
    public void startPostgres() {
        run("root", "pg_ctlcluster 15 main start");
    }

    /// The power goes off.
    public void kill() {
        docker().killContainerCmd(id()).exec();
    }

    /// The power comes back. PostgreSQL stays down.
    public void powerOn() {
        docker().startContainerCmd(id()).exec();
    }

    /// The host stops answering without a word, its connections stay open.
    public void freeze() {
        docker().pauseContainerCmd(id()).exec();
    }

    public void thaw() {
        docker().unpauseContainerCmd(id()).exec();
    }

    /// The network cable is pulled out.
    public void disconnect() {
        docker().disconnectFromNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .withForce(true)
                .exec();
    }

    public void connect() {
        docker().connectToNetworkCmd()
                .withContainerId(id())
                .withNetworkId(network.getId())
                .withContainerNetwork(new ContainerNetwork()
                        .withAliases(name)
                        .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
                .exec();
    }

    /// Drops every packet between this host and another address, both ways, without a word.
    public void silence(String other) {
        run(
                "root",
                "nft add table ip faults && nft add chain ip faults in '{ type filter hook input priority 0; }'"
                        + " && nft add chain ip faults out '{ type filter hook output priority 0; }'"
                        + " && nft add rule ip faults in ip saddr " + other + " drop"
                        + " && nft add rule ip faults out ip daddr " + other + " drop");
    }

    public void hearAgain() {
        run("root", "nft delete table ip faults");
    }

    static String postgresProgram(String program) {
        return POSTGRES_BIN + program;
    }

    private DockerClient docker() {
        return container.getDockerClient();
    }

    private String id() {
        return container.getContainerId();
    }

    @Override
    public void close() {
        container.close();
    }
}
