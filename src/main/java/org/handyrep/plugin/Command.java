package org.handyrep.plugin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A program to run on one host: words, never a shell line, so nothing the user typed can become syntax.
///
/// @param argv the program and its arguments; every word is quoted for the remote shell in one place
/// @param environment secrets that the program reads from its environment; they travel over standard input, never in the arguments
/// @param input what the program reads from standard input, may be empty
/// @param timeout for the whole command
public record Command(List<String> argv, RunAs user, Map<String, Secret> environment, String input, Duration timeout) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public Command {
        argv = List.copyOf(argv);
        environment = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs a program");
        }
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv), RunAs.HANDYREP, Map.of(), "", DEFAULT_TIMEOUT);
    }

    public static Command of(List<String> argv) {
        return new Command(argv, RunAs.HANDYREP, Map.of(), "", DEFAULT_TIMEOUT);
    }

    /// A constant POSIX shell script. What it is about comes in its arguments, `$1` and so on, never in its text.
    ///
    /// @param name what a list of processes shows it as, behind `handyrep-`
    public static Command script(String text, String name, List<String> arguments) {
        List<String> argv = new ArrayList<>(List.of("sh", "-c", text, "handyrep-" + name));
        argv.addAll(arguments);
        return of(argv);
    }

    public Command as(RunAs who) {
        return new Command(argv, who, environment, input, timeout);
    }

    public Command within(Duration limit) {
        return new Command(argv, user, environment, input, limit);
    }

    public Command withInput(String text) {
        return new Command(argv, user, environment, text, timeout);
    }

    public Command withSecret(String variable, Secret secret) {
        Map<String, Secret> more = new LinkedHashMap<>(environment);
        more.put(variable, secret);
        return new Command(argv, user, more, input, timeout);
    }
}
