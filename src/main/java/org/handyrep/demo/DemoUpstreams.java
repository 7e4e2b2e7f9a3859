package org.handyrep.demo;

import java.util.List;

/// How demo servers find each other: through the gates.
///
/// @param servers the live list of the cluster
record DemoUpstreams(List<DemoServer> servers, String user, String password) {

    LocalReplica.Upstream of(DemoServer server) {
        return new LocalReplica.Upstream(server.address().host(), server.address().port(), user, password);
    }

    @Override
    public String toString() {
        return "DemoUpstreams";
    }
}
