package org.handyrep.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One connection through a [TcpGate]. While bytes may not pass they are kept, not lost, as TCP would: when the network is back the connection goes on.
final class GateLink {

    private final TcpGate gate;
    private final Socket client;
    private final Socket server = new Socket();
    private @Nullable Optional<String> origin;

    GateLink(TcpGate gate, Socket client) {
        this.gate = gate;
        this.client = client;
    }

    /// Carries bytes until one side ends. Blocks.
    void run(InetSocketAddress target) {
        try {
            gate.awaitPassage(this, true);
            server.connect(target, 5000);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Thread answers = Thread.startVirtualThread(() -> pump(server, client, false));
            pump(client, server, true);
            answers.join();
        } catch (IOException e) {
            gate.serverIsGone();
            reset();
        } catch (InterruptedException e) {
            reset();
        } finally {
            close();
        }
    }

    /// Which demo server's host the client runs on; empty for the console and other programs. Found out once, when somebody asks.
    synchronized Optional<String> origin() {
        Optional<String> known = origin;
        if (known == null) {
            known = gate.originOf(client.getPort());
            origin = known;
        }
        return known;
    }

    void reset() {
        try {
            client.setSoLinger(true, 0);
            server.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
        }
        close();
    }

    void close() {
        try {
            client.close();
            server.close();
        } catch (IOException e) {
            // A socket that cannot be closed is gone.
        }
    }

    private void pump(Socket from, Socket to, boolean toServer) {
        byte[] buffer = new byte[1 << 16];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                gate.awaitPassage(this, toServer);
                out.write(buffer, 0, n);
            }
            gate.awaitPassage(this, toServer);
            if (toServer) {
                to.shutdownOutput();
            } else {
                gate.checkServer();
                close();
            }
        } catch (IOException e) {
            try {
                gate.awaitPassage(this, toServer);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            gate.checkServer();
            reset();
        } catch (InterruptedException e) {
            reset();
        }
    }
}
