package org.handyrep.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The way to one port of a demo server: all clients, the console, SSH and the other servers come through it, so its [Flow] is the server's network.
///
/// When nothing listens behind it, it does not listen either: clients get the same `connection refused` as from a real host.
final class TcpGate implements AutoCloseable {

    private final InetSocketAddress address;
    private final InetSocketAddress target;
    private final ConnectionOrigins origins;
    private final Set<GateLink> links = ConcurrentHashMap.newKeySet();
    private Flow flow = Flow.OPEN;
    private Set<String> cutOrigins = Set.of();
    private @Nullable Closeable port;
    private boolean closed;

    private TcpGate(InetSocketAddress address, InetSocketAddress target, ConnectionOrigins origins) {
        this.address = address;
        this.target = target;
        this.origins = origins;
    }

    /// @throws DemoException if the address is taken
    static TcpGate open(InetSocketAddress address, InetSocketAddress target, ConnectionOrigins origins) {
        TcpGate gate = new TcpGate(address, target, origins);
        try {
            gate.listen();
            return gate;
        } catch (IOException e) {
            throw new DemoException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    /// Changes what passes, for existing connections too.
    synchronized void set(Flow next) {
        flow = next;
        reopen();
        if (next.door() == Flow.Door.REFUSING) {
            links.forEach(GateLink::reset);
        }
        notifyAll();
    }

    /// Cuts the way between this server and the hosts of others, by the servers' names, for existing connections too. An empty set heals it.
    synchronized void cutFrom(Set<String> names) {
        cutOrigins = Set.copyOf(names);
        notifyAll();
    }

    synchronized boolean isSilent() {
        return flow.door() == Flow.Door.SILENT;
    }

    /// Waits until bytes may pass.
    void awaitPassage(GateLink link, boolean toServer) throws InterruptedException {
        boolean asked = false;
        while (true) {
            Set<String> cut;
            Flow now;
            synchronized (this) {
                cut = cutOrigins;
                now = flow;
            }
            boolean passes = closedNow() || (toServer ? now.toServer() : now.toClient());
            // The origin is looked up outside the lock: it reads /proc.
            if (passes && !cut.isEmpty() && link.origin().filter(cut::contains).isPresent()) {
                passes = false;
            }
            if (passes) {
                if (!asked && !now.delay().isZero()) {
                    Thread.sleep(now.delay());
                }
                return;
            }
            asked = true;
            synchronized (this) {
                if (flow.equals(now) && cutOrigins.equals(cut) && !closed) {
                    wait();
                }
            }
        }
    }

    Optional<String> originOf(int clientPort) {
        return origins.of(clientPort, address.getPort());
    }

    /// A connection ended: is there still a server?
    void checkServer() {
        if (!ListeningPorts.isListening(target)) {
            serverIsGone();
        }
    }

    /// Stops listening until the server is back.
    synchronized void serverIsGone() {
        if (closed || flow.door() != Flow.Door.OPEN || port == null) {
            return;
        }
        closePort();
        Thread.startVirtualThread(this::awaitServer);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            closePort();
            notifyAll();
        }
        links.forEach(GateLink::reset);
    }

    private synchronized boolean closedNow() {
        return closed;
    }

    private void awaitServer() {
        while (!ListeningPorts.isListening(target)) {
            if (closedNow()) {
                return;
            }
            Pause.millis(10);
        }
        synchronized (this) {
            if (port == null && flow.door() == Flow.Door.OPEN) {
                reopen();
            }
        }
    }

    private synchronized void reopen() {
        closePort();
        for (int attempt = 1; ; attempt++) {
            try {
                switch (flow.door()) {
                    case OPEN -> listen();
                    case SILENT -> port = closed ? null : new SilentPort(address);
                    case REFUSING -> port = null;
                }
                return;
            } catch (IOException e) {
                // The closed port is given back only when its accepting thread has noticed.
                if (attempt == 200) {
                    throw new DemoException("cannot listen on " + address + " again: " + e.getMessage(), e);
                }
                Pause.millis(5);
            }
        }
    }

    private synchronized void listen() throws IOException {
        if (closed) {
            return;
        }
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 512);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        port = socket;
        Thread.startVirtualThread(() -> accept(socket));
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                GateLink link = new GateLink(this, client);
                links.add(link);
                Thread.startVirtualThread(() -> {
                    try {
                        link.run(target);
                    } finally {
                        links.remove(link);
                    }
                });
            } catch (IOException e) {
                // Closed, or a client that went away before it was let in.
            }
        }
    }

    private void closePort() {
        Closeable open = port;
        port = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // Closed is closed.
            }
        }
    }
}
