package org.handyrep.plugin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// TLS sockets whose handshake has an end: a server that accepts and says nothing would hold the LDAP library for ever, whatever its own timeouts.
/// They compare the certificate with the host's name too, which the library leaves out for loopback addresses and for StartTLS.
final class HastySockets extends SSLSocketFactory {

    private final SSLSocketFactory sockets;
    private final Duration patience;

    HastySockets(SSLSocketFactory sockets, Duration patience) {
        this.sockets = sockets;
        this.patience = patience;
    }

    private Socket hasty(Socket socket) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        if (socket instanceof SSLSocket tls) {
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("LDAPS");
            tls.setSSLParameters(parameters);
        }
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return hasty(sockets.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        return hasty(sockets.createSocket(hasty(socket), host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return hasty(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int localPort) throws IOException {
        return hasty(sockets.createSocket(host, port, from, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return hasty(sockets.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int localPort) throws IOException {
        return hasty(sockets.createSocket(host, port, from, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }
}
