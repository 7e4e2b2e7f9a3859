package org.handyrep.plugin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/// Which console this is.
///
/// @param name for people, `anna@desk1`
/// @param id tells two consoles of one name apart; another one at each start of the program
public record Console(String name, String id) {

    /// A new one for a program that starts.
    public static Console starting() {
        String id = UUID.randomUUID().toString().substring(0, 8);
        return new Console(System.getProperty("user.name", "unknown") + "@" + host(), id);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /// `anna@desk1 3f2a9c1e`, as other consoles find it.
    public String identity() {
        return name + " " + id;
    }
}
