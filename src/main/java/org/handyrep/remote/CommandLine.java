package org.handyrep.remote;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.Secret;

/// What exactly is sent to a host for a [Command]. A pure function, so that what is shown is what runs.
///
/// Secrets travel as the first lines of standard input and are read into the environment on the far side: neither the line nor a process list ever holds one.
///
/// @param words the program to start and its arguments, with sudo where it is needed
/// @param elevated whether another user than the one logged in runs it
/// @param input standard input: one line per secret variable, then what the command reads itself
public record CommandLine(List<String> words, boolean elevated, String input) {

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// @throws IllegalArgumentException if a word or a variable cannot be passed on
    public static CommandLine of(Command command, String loginUser, String postgresUser) {
        List<String> words = new ArrayList<>();
        switch (command.user()) {
            case HANDYREP -> {}
            case POSTGRES -> {
                if (!loginUser.equals(postgresUser)) {
                    words.addAll(List.of("sudo", "-n", "-u", postgresUser, "--"));
                }
            }
            case ROOT -> {
                if (!loginUser.equals("root")) {
                    words.addAll(List.of("sudo", "-n", "--"));
                }
            }
        }
        boolean elevated = !words.isEmpty();
        if (!command.environment().isEmpty()) {
            words.addAll(List.of("sh", "-c", reading(command.environment()), "sh"));
        }
        words.addAll(command.argv());
        words.forEach(Quoting::shell);
        return new CommandLine(List.copyOf(words), elevated, secretLines(command.environment()) + command.input());
    }

    /// The shell line. It starts in `/` where the user changes, because that user may not enter the home directory of the login.
    /// sudo passes LC_ALL on, so the rules in sudoers see the program itself.
    public String line() {
        return (elevated ? "cd / && " : "") + "LC_ALL=C " + Quoting.shell(words);
    }

    /// As the line; the masks stand for what comes over standard input.
    public static String preview(Command command, String loginUser, String postgresUser) {
        StringBuilder preview = new StringBuilder(of(command, loginUser, postgresUser).line());
        command.environment().forEach((variable, secret) -> preview.append("   # ").append(variable).append('=').append(secret));
        return preview.toString();
    }

    private static String reading(Map<String, Secret> environment) {
        StringBuilder script = new StringBuilder();
        for (String variable : environment.keySet()) {
            if (!VARIABLE.matcher(variable).matches()) {
                throw new IllegalArgumentException("not a name of an environment variable: " + variable);
            }
            script.append("IFS= read -r ").append(variable).append(" && export ").append(variable).append(" && ");
        }
        return script.append("exec \"$@\"").toString();
    }

    private static String secretLines(Map<String, Secret> environment) {
        StringBuilder lines = new StringBuilder();
        environment.forEach((variable, secret) -> {
            if (secret.reveal().indexOf('\n') >= 0 || secret.reveal().indexOf('\0') >= 0) {
                throw new IllegalArgumentException("the secret for " + variable + " has a line break or NUL in it");
            }
            lines.append(secret.reveal()).append('\n');
        });
        return lines.toString();
    }

}
