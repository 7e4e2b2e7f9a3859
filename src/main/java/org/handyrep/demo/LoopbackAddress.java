package org.handyrep.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;

/// Addresses and ports of this machine that nobody else uses. Linux answers on all of 127.0.0.0/8, other systems on 127.0.0.1 alone.
public final class LoopbackAddress {

    private LoopbackAddress() {}

    /// `127.<net>.<cluster>.<host>`, or 127.0.0.1 where that is the only one.
    public static String of(int net, int cluster, int host) {
        return isLinux() ? "127." + net + "." + cluster + "." + host : "127.0.0.1";
    }

    public static boolean isLinux() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux");
    }

    /// A port that is free now on that address.
    public static int freePort(String host) {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new DemoException("no free port on " + host + ": " + e.getMessage(), e);
        }
    }

    public static boolean isFree(String host, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
