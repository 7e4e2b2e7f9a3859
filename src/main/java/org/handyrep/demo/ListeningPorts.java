package org.handyrep.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Whether somebody listens on a port, asked of the kernel where it tells, so that PostgreSQL does not see a connection for each look.
final class ListeningPorts {

    private static final Path TABLE = Path.of("/proc/net/tcp");
    private static final Path TABLE6 = Path.of("/proc/net/tcp6");

    private ListeningPorts() {}

    static boolean isListening(InetSocketAddress address) {
        if (!Files.isReadable(TABLE)) {
            return connects(address);
        }
        byte[] ip = address.getAddress().getAddress();
        String hex = String.format(Locale.ROOT, "%02X%02X%02X%02X:%04X", ip[3], ip[2], ip[1], ip[0], address.getPort());
        return has(TABLE, " " + hex + " 00000000:0000 0A ")
                || has(TABLE6, " 0000000000000000FFFF0000" + hex + " 00000000000000000000000000000000:0000 0A ");
    }

    private static boolean has(Path table, String entry) {
        try {
            return Files.readString(table, StandardCharsets.ISO_8859_1).contains(entry);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean connects(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 200);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
