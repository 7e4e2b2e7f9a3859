package org.handyrep.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.handyrep.plugin.Secret;
import org.handyrep.plugin.StoredPassword;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `handyrep hash-password`: asks for a password and prints the line for `[passwords]` of handyrep.conf that holds its hash.
@Command(
        name = "hash-password",
        description = "Ask for a password and print the line for [passwords] of handyrep.conf that holds its hash."
                + " Without a terminal the password is the first line of standard input.",
        mixinStandardHelpOptions = true)
final class HashPasswordCommand implements Callable<Integer> {

    private static final int SHORT = 12;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--read", description = "for read_password instead of admin_password")
    private boolean read;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Secret> password = TypedPassword.hasTerminal() ? twice() : TypedPassword.line();
        if (password.isEmpty()) {
            return say(err, "No password was given, or not the same one twice: nothing is printed.");
        }
        if (password.get().reveal().indexOf(0) >= 0) {
            return say(err, "The password holds a NUL character: nothing is printed.");
        }
        if (password.get().reveal().equals("handyrep")) {
            return say(err, "This is the password that everybody knows HandyRep came with: choose another one.");
        }
        if (password.get().reveal().length() < SHORT) {
            err.println("A password of less than " + SHORT + " characters can be guessed from its hash.");
        }
        String option = read ? "read_password" : "admin_password";
        spec.commandLine().getOut().println(option + " = " + StoredPassword.hash(password.get()).text());
        spec.commandLine().getOut().flush();
        err.flush();
        return 0;
    }

    private static int say(PrintWriter err, String why) {
        err.println(why);
        err.flush();
        return HandyRep.FAILED;
    }

    private static Optional<Secret> twice() {
        Optional<Secret> first = TypedPassword.ask("New password: ");
        return first.isEmpty() ? first : TypedPassword.ask("Once more: ").filter(first.get()::equals);
    }
}
