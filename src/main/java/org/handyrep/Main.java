package org.handyrep;

import org.handyrep.cli.HandyRep;

/// Where the program starts.
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(HandyRep.run(args));
    }
}
