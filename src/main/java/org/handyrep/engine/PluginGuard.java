package org.handyrep.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.handyrep.cluster.ProxyState;
import org.handyrep.plugin.HandyRepPlugin;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Stands before a plugin and turns what it throws into a failure with the line of its source, so that a fault in one plugin ends nothing else.
final class PluginGuard {

    private PluginGuard() {}

    /// @param type a kind's interface; a class is handed out as it is
    static <T> T before(HandyRepPlugin plugin, Class<T> type, Consumer<String> log) {
        if (!type.isInterface()) {
            return type.cast(plugin);
        }
        return type.cast(Proxy.newProxyInstance(
                PluginGuard.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> call(plugin, method, arguments, log)));
    }

    private static @Nullable Object call(
            HandyRepPlugin plugin, Method method, @Nullable Object @Nullable [] arguments, Consumer<String> log)
            throws IllegalAccessException {
        try {
            Object answer = method.invoke(plugin, arguments);
            return answer != null ? answer : failed(plugin, method, "it answered nothing", log);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause() == null ? e : e.getCause();
            if (thrown instanceof OutOfMemoryError fatal) {
                throw fatal;
            }
            return failed(plugin, method, thrown + where(plugin, thrown), log);
        }
    }

    private static @Nullable Object failed(HandyRepPlugin plugin, Method method, String why, Consumer<String> log) {
        String reason = plugin.name() + " has a fault in " + method.getName() + ": " + why;
        log.accept(reason);
        Class<?> type = method.getReturnType();
        if (type == Outcome.class) {
            return Outcome.failure(reason);
        }
        if (type == List.class) {
            return List.of();
        }
        if (type == Set.class) {
            return Set.of();
        }
        if (type == ProxyState.class) {
            return ProxyState.silent(reason);
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == Optional.class) {
            return Optional.of(reason);
        }
        return type == String.class ? "" : null;
    }

    private static String where(HandyRepPlugin plugin, Throwable thrown) {
        String outer = plugin.getClass().getName();
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().equals(outer))
                .findFirst()
                .map(frame -> " in line " + frame.getLineNumber())
                .orElse("");
    }
}
