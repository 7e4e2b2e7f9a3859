package org.handyrep.demo;

import java.time.Duration;

/// What a [TcpGate] lets through now.
///
/// @param toServer whether bytes of the clients reach the server
/// @param toClient whether the server's answers reach the clients
/// @param delay waited before each chunk of bytes is handed on
record Flow(Door door, boolean toServer, boolean toClient, Duration delay) {

    static final Flow OPEN = new Flow(Door.OPEN, true, true, Duration.ZERO);

    /// As a network cable pulled out: packets vanish, nobody is told.
    static final Flow CUT = new Flow(Door.SILENT, false, false, Duration.ZERO);

    /// As a host that lives without the server: every connection is reset, new ones are refused.
    static final Flow REFUSED = new Flow(Door.REFUSING, false, false, Duration.ZERO);

    enum Door {
        OPEN,
        SILENT,
        REFUSING
    }

    static Flow delayed(Duration delay) {
        return new Flow(Door.OPEN, true, true, delay);
    }

    /// The server hears and its answers are lost.
    static Flow deafClients() {
        return new Flow(Door.OPEN, true, false, Duration.ZERO);
    }

    /// The server hears nothing.
    static Flow deafServer() {
        return new Flow(Door.OPEN, false, true, Duration.ZERO);
    }
}
