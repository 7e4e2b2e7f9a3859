package org.handyrep.demo;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Set;

/// One "host" of the demo cluster: a PostgreSQL, an SSH door, and the gates that are its network.
///
/// @param address where clients, the console and the other servers find it
record DemoServer(LocalPostgres postgres, DemoSshd sshd, TcpGate databaseGate, TcpGate sshGate, DemoAddress address)
        implements AutoCloseable {

    static DemoServer open(LocalPostgres postgres, DemoAddress address, ConnectionOrigins origins, PublicKey key) {
        PostgresSettings settings = postgres.settings();
        DemoSshd sshd = DemoSshd.open(address.hidden(), address.hiddenSshPort(), settings.osUser(), settings.home(), key);
        return new DemoServer(
                postgres,
                sshd,
                TcpGate.open(
                        new InetSocketAddress(address.host(), address.port()),
                        new InetSocketAddress(settings.host(), settings.port()),
                        origins),
                TcpGate.open(
                        new InetSocketAddress(address.host(), address.sshPort()),
                        new InetSocketAddress(address.hidden(), address.hiddenSshPort()),
                        origins),
                address);
    }

    String name() {
        return postgres.name();
    }

    boolean isSilent() {
        return databaseGate.isSilent();
    }

    /// What comes in. What goes out to others is their gates' affair.
    void set(Flow flow) {
        databaseGate.set(flow);
        sshGate.set(flow);
    }

    void cutFrom(Set<String> names) {
        databaseGate.cutFrom(names);
        sshGate.cutFrom(names);
    }

    /// From then on its door refuses, and not only when the first connection has found out.
    void kill9() {
        postgres.kill9();
        databaseGate.checkServer();
    }

    /// As [#kill9()].
    void stop() {
        postgres.stop("fast");
        databaseGate.checkServer();
    }

    Path data() {
        return postgres.settings().data();
    }

    @Override
    public void close() {
        databaseGate.close();
        sshGate.close();
        sshd.close();
        postgres.close();
    }
}
