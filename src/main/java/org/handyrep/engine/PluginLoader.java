package org.handyrep.engine;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;

/// Holds the classes of one load of the plugins folder. They win over classes of the same name on the program's class path; everything else is the
/// program's first, then that of plugins/lib.
final class PluginLoader extends URLClassLoader {

    private final Map<String, byte[]> classes;

    PluginLoader(Map<String, byte[]> classes, URL[] libraries) {
        super("plugins", libraries, PluginLoader.class.getClassLoader());
        this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] code = classes.get(name);
        if (code == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : defineClass(name, code, 0, code.length);
        }
    }
}
