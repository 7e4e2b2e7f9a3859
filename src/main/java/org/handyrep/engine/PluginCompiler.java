package org.handyrep.engine;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles plugin sources in memory. All together, because the compiler's start costs more than the files; then again without the files that had errors,
/// until the rest is clean, so that a broken file costs itself and what is built on it.
final class PluginCompiler {

    private PluginCompiler() {}

    static PluginClasses compile(List<PluginSource> sources, String classPath) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, String> errors = new LinkedHashMap<>();
        if (compiler == null) {
            sources.forEach(s -> errors.put(s.relative(), "this Java runtime has no compiler (module jdk.compiler)"));
            return new PluginClasses(Map.of(), errors);
        }
        List<PluginSource> rest = new ArrayList<>(sources);
        while (!rest.isEmpty()) {
            Map<String, byte[]> classes = new HashMap<>();
            Map<String, String> found = attempt(compiler, rest, classPath, classes);
            if (found.isEmpty()) {
                return new PluginClasses(classes, errors);
            }
            errors.putAll(found);
            rest.removeIf(s -> found.containsKey(s.relative()));
        }
        return new PluginClasses(Map.of(), errors);
    }

    /// The errors by file; none means that all compiled.
    private static Map<String, String> attempt(
            JavaCompiler compiler, List<PluginSource> sources, String classPath, Map<String, byte[]> classes) {
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        StringWriter loose = new StringWriter();
        List<String> options = List.of("-proc:none", "-parameters", "-g", "-Xlint:none", "-nowarn", "-cp", classPath);
        boolean ok;
        try (JavaFileManager files = new Memory(
                compiler.getStandardFileManager(diagnostics, Locale.ENGLISH, StandardCharsets.UTF_8), classes)) {
            List<Source> units = sources.stream().map(Source::new).toList();
            ok = compiler.getTask(loose, files, diagnostics, options, null, units).call();
        } catch (java.io.IOException | RuntimeException e) {
            loose.append(e.toString());
            ok = false;
        }
        Map<String, String> errors = new LinkedHashMap<>();
        for (Diagnostic<? extends JavaFileObject> d : diagnostics.getDiagnostics()) {
            if (d.getKind() == Diagnostic.Kind.ERROR && d.getSource() instanceof Source source) {
                errors.putIfAbsent(source.plugin.relative(), message(source.plugin, d));
            }
        }
        if (!ok && errors.isEmpty()) {
            String all = diagnostics.getDiagnostics() + " " + loose;
            sources.forEach(s -> errors.put(s.relative(), "the compiler gave up: " + all.strip()));
        }
        return errors;
    }

    private static String message(PluginSource source, Diagnostic<?> d) {
        String text = String.join(" ", d.getMessage(Locale.ENGLISH).lines().map(String::strip).toList());
        return source.relative() + ", line " + d.getLineNumber() + ": " + text;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final PluginSource plugin;

        Source(PluginSource plugin) {
            super(URI.create("plugin:///" + plugin.className().replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.plugin = plugin;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return plugin.text();
        }
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, byte[]> classes;

        Memory(JavaFileManager files, Map<String, byte[]> classes) {
            super(files);
            this.classes = classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            URI uri = URI.create("plugin:///" + className.replace('.', '/') + kind.extension);
            return new SimpleJavaFileObject(uri, kind) {
                @Override
                public OutputStream openOutputStream() {
                    return new ByteArrayOutputStream() {
                        @Override
                        public void close() {
                            classes.put(className, toByteArray());
                        }
                    };
                }
            };
        }
    }
}
