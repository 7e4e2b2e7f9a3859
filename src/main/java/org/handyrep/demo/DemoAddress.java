package org.handyrep.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Where one demo server is found, and where it really listens behind its gates.
///
/// @param hidden the address behind the gates; PostgreSQL has the same port there, so that what it says of itself fits
record DemoAddress(String host, int port, int sshPort, String hidden, int hiddenPort, int hiddenSshPort) {

    /// Until a demo listens there nobody else sees that they are taken.
    private static final Set<Integer> CHOSEN = ConcurrentHashMap.newKeySet();

    /// Addresses that no other demo uses: on Linux one per server with PostgreSQL's own port and SSH on 2222, elsewhere ports of 127.0.0.1.
    static List<DemoAddress> choose(int servers) {
        int start = ThreadLocalRandom.current().nextInt(250);
        for (int i = 0; LoopbackAddress.isLinux() && i < 250; i++) {
            int net = 1 + (start + i) % 250;
            List<DemoAddress> addresses = inNet(net, servers);
            if (CHOSEN.add(net) && addresses.stream().allMatch(DemoAddress::isFree)) {
                return addresses;
            }
        }
        List<DemoAddress> addresses = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            String host = "127.0.0.1";
            addresses.add(new DemoAddress(host, free(host), free(host), host, free(host), free(host)));
        }
        return addresses;
    }

    private static List<DemoAddress> inNet(int net, int servers) {
        List<DemoAddress> addresses = new ArrayList<>();
        for (int i = 0; i < servers; i++) {
            String host = LoopbackAddress.of(77, net, 11 + i);
            addresses.add(new DemoAddress(host, 5432, 2222, LoopbackAddress.of(78, net, 11 + i), 5432, 2222));
        }
        return addresses;
    }

    private boolean isFree() {
        return LoopbackAddress.isFree(host, port)
                && LoopbackAddress.isFree(host, sshPort)
                && LoopbackAddress.isFree(hidden, hiddenPort)
                && LoopbackAddress.isFree(hidden, hiddenSshPort);
    }

    private static int free(String host) {
        return LoopbackAddress.freePort(host);
    }
}
