package org.handyrep.engine;

import org.handyrep.conf.Conf;

/// The configuration in force; a reload replaces it whole.
final class ConfNow {

    private volatile Conf conf;

    ConfNow(Conf conf) {
        this.conf = conf;
    }

    Conf get() {
        return conf;
    }

    void set(Conf next) {
        conf = next;
    }
}
