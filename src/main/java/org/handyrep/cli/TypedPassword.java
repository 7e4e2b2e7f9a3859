package org.handyrep.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.handyrep.plugin.Secret;

/// A password from the terminal, where it is not shown, or from standard input. Never an argument: every user of the machine sees those.
final class TypedPassword {

    private TypedPassword() {}

    static boolean hasTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// Empty without a terminal, or when nothing was typed.
    static Optional<Secret> ask(String prompt) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        char[] typed = console.readPassword("%s", prompt);
        return Optional.ofNullable(typed).filter(t -> t.length > 0).map(t -> new Secret(new String(t)));
    }

    /// The first line of standard input; empty when there is none.
    static Optional<Secret> line() throws IOException {
        String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return Optional.ofNullable(line).filter(l -> !l.isEmpty()).map(Secret::new);
    }
}
