package org.handyrep.engine;

import java.util.Map;

/// What the compiler made of the plugins folder.
///
/// @param classes byte code by class name
/// @param errors by relative path of the source: the first message with its line
record PluginClasses(Map<String, byte[]> classes, Map<String, String> errors) {
    PluginClasses {
        classes = Map.copyOf(classes);
        errors = Map.copyOf(errors);
    }
}
