package org.handyrep.demo;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/// A port that does not answer at all, as a host behind a pulled cable: its queue is full, so the kernel drops every attempt to connect.
final class SilentPort implements Closeable {

    private static final int ENOUGH = 16;

    private final ServerSocket socket = new ServerSocket();
    private final List<Socket> fillers = new ArrayList<>();

    SilentPort(InetSocketAddress address) throws IOException {
        try {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        for (int i = 0; i < ENOUGH; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(address, 40);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket filler : fillers) {
            filler.close();
        }
    }
}
