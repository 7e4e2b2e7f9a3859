package org.handyrep.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program on the class path of the tests, for a Java process of its own. What it says of errors comes with its output.
public final class JavaProgram {

    private JavaProgram() {}

    public static ProcessBuilder of(Class<?> main, String... arguments) {
        return new ProcessBuilder(words(main, List.of(), arguments)).redirectErrorStream(true);
    }

    /// The command line that starts it.
    ///
    /// @param options of Java
    public static List<String> words(Class<?> main, List<String> options, String... arguments) {
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(options);
        words.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
        words.addAll(List.of(arguments));
        return words;
    }
}
