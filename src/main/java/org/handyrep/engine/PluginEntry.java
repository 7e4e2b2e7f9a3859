package org.handyrep.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Kind;
import org.handyrep.plugin.PluginName;
import org.handyrep.plugin.Setting;

/// One plugin as loaded: the class, or the reason why there is none.
///
/// @param name as handyrep.conf writes it
/// @param type empty exactly when there is an error
/// @param kept why the file as it is now is not what was loaded; empty when it is
record PluginEntry(
        String name,
        PluginSource source,
        Optional<Class<? extends HandyRepPlugin>> type,
        List<Setting> settings,
        Optional<String> error,
        Optional<String> kept) {

    static PluginEntry broken(PluginSource source, String error) {
        return new PluginEntry(
                PluginName.ofClass(source.simpleName()), source, Optional.empty(), List.of(), Optional.of(error), Optional.empty());
    }

    /// Checks the class that the file compiled to and makes one plugin of it, to learn its name and settings.
    static PluginEntry of(PluginSource source, ClassLoader loader) {
        String file = source.relative();
        try {
            Class<?> loaded = Class.forName(source.className(), true, loader);
            if (loaded.getClassLoader() != loader) {
                return broken(source, undeclared(source));
            }
            if (!HandyRepPlugin.class.isAssignableFrom(loaded)) {
                return broken(source, file + ": class " + source.simpleName() + " does not extend HandyRepPlugin");
            }
            Class<? extends HandyRepPlugin> type = loaded.asSubclass(HandyRepPlugin.class);
            if (Modifier.isAbstract(type.getModifiers())) {
                return broken(source, file + ": class " + source.simpleName() + " is abstract");
            }
            if (!Modifier.isPublic(type.getModifiers())) {
                return broken(source, file + ": class " + source.simpleName() + " is not public");
            }
            Kind kind = source.kind().orElseThrow();
            if (!kind.type().isAssignableFrom(type)) {
                return broken(source, file + ": a plugin in " + kind.folder() + "/ implements "
                        + kind.type().getSimpleName() + ", and class " + source.simpleName() + " does not");
            }
            HandyRepPlugin plugin = make(type);
            return PluginName.key(plugin.name()).equals(source.key())
                    ? new PluginEntry(plugin.name(), source, Optional.of(type), List.copyOf(plugin.settings()), Optional.empty(), Optional.empty())
                    : broken(source, file + ": name() says " + plugin.name() + ", which is not the name of the class");
        } catch (ClassNotFoundException e) {
            return broken(source, undeclared(source));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return broken(source, file + ": could not be made: " + cause(e));
        }
    }

    static HandyRepPlugin make(Class<? extends HandyRepPlugin> type) throws ReflectiveOperationException {
        return type.getConstructor().newInstance();
    }

    static String cause(Throwable thrown) {
        return switch (thrown) {
            case InvocationTargetException e when e.getCause() != null -> e.getCause().toString();
            case NoSuchMethodException e -> "it has no public constructor without parameters";
            default -> thrown.toString();
        };
    }

    /// As loaded, when the file is broken or gone now.
    PluginEntry kept(String why, Optional<PluginSource> now) {
        return new PluginEntry(name, now.orElse(source), type, settings, Optional.empty(), Optional.of(why));
    }

    /// The folder first, then what else it can be used as.
    String kinds() {
        String own = source.kind().map(Kind::folder).orElse("");
        return own.equals(Kind.GENERIC.folder())
                ? own
                : Stream.concat(
                                Stream.of(own),
                                Arrays.stream(Kind.values())
                                        .filter(k -> k != Kind.GENERIC && isOf(k) && !k.folder().equals(own))
                                        .map(Kind::folder))
                        .collect(Collectors.joining(", "));
    }

    boolean isOf(Kind kind) {
        return type.filter(kind.type()::isAssignableFrom).isPresent();
    }

    private static String undeclared(PluginSource source) {
        return source.relative() + ": must begin with package " + source.className().replaceAll("\\..*", "")
                + "; and declare class " + source.simpleName();
    }
}
