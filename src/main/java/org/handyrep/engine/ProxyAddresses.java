package org.handyrep.engine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.handyrep.cluster.ClusterSnapshot;
import org.handyrep.cluster.Observation;

/// From which addresses clients come when they come through a connection proxy.
final class ProxyAddresses {

    private ProxyAddresses() {}

    /// Empty when the address of a proxy is not known.
    static Optional<Set<String>> of(ClusterSnapshot snapshot) {
        Set<String> all = new TreeSet<>();
        for (Observation seen : snapshot.servers()) {
            if (!seen.server().enabled() || !seen.server().role().isProxy()) {
                continue;
            }
            try {
                for (InetAddress address : InetAddress.getAllByName(seen.server().hostname())) {
                    all.add(address.getHostAddress());
                }
            } catch (UnknownHostException e) {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }
}
