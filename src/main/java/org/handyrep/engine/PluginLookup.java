package org.handyrep.engine;

/// The plugin that a name in handyrep.conf stands for. A lookup never fails: what is missing or broken gets a stand-in that fails with the reason.
public sealed interface PluginLookup<T> {

    /// The plugin, or what stands in for it.
    T plugin();

    record Found<T>(T plugin) implements PluginLookup<T> {}

    /// @param reason one sentence, with the compiler's message and line if it does not compile
    record Broken<T>(T plugin, String reason) implements PluginLookup<T> {}
}
