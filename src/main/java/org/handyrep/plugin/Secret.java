package org.handyrep.plugin;

/// A password on its way. It prints as `***` wherever it ends up by mistake.
public record Secret(String reveal) {

    public static final Secret NONE = new Secret("");

    public boolean isEmpty() {
        return reveal.isEmpty();
    }

    @Override
    public String toString() {
        return "***";
    }
}
