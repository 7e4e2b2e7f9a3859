package org.handyrep.plan;

/// What proves that a lost primary cannot take writes any more.
public enum Fence {
    /// Its host says that no postmaster runs, and a start would come up as a replica.
    PROCESS("process"),
    /// `fencing_method` switched it off.
    COMMAND("command"),
    /// Every connection proxy dropped it, and no client was seen that goes past them.
    PROXIES("proxies"),
    /// It waits for synchronous replicas, and all that could confirm are frozen.
    SYNCHRONOUS("synchronous"),
    /// A person says that it is switched off.
    DECLARED("declared");

    private final String word;

    Fence(String word) {
        this.word = word;
    }

    /// As in `automatic_fences`.
    public String word() {
        return word;
    }
}
