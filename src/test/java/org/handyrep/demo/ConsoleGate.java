package org.handyrep.demo;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;

/// The way from a console to one server, which a test can cut without touching anybody else's. Close it.
public final class ConsoleGate implements AutoCloseable {

    private final TcpGate gate;
    private final int port;

    private ConsoleGate(TcpGate gate, int port) {
        this.gate = gate;
        this.port = port;
    }

    public static ConsoleGate before(LocalPostgres server) {
        String host = server.settings().host();
        int port = LoopbackAddress.freePort(host);
        TcpGate gate = TcpGate.open(
                new InetSocketAddress(host, port),
                new InetSocketAddress(host, server.settings().port()),
                new ConnectionOrigins(Map.<String, Path>of()));
        return new ConsoleGate(gate, port);
    }

    public int port() {
        return port;
    }

    /// Packets vanish.
    public void cut() {
        gate.set(Flow.CUT);
    }

    /// The server hears, and its answers are lost.
    public void cutAnswers() {
        gate.set(Flow.deafClients());
    }

    public void heal() {
        gate.set(Flow.OPEN);
    }

    @Override
    public void close() {
        gate.close();
    }
}
