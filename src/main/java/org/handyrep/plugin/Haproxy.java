package org.handyrep.plugin;

import java.util.List;

/// The command lines for one haproxy. haproxy checks a file before it takes the place of the old one, and never stops while it reloads.
///
/// @param program full path of haproxy, or its name
/// @param base the file that is read before `path`, where that holds the servers only; empty for none
/// @param path the file that HandyRep writes
/// @param owner to whom the file is given; empty for whoever writes it
/// @param reload how haproxy learns of a new file
public record Haproxy(String program, String base, String path, String owner, Reload reload) {

    /// How a running haproxy learns of a new file.
    public sealed interface Reload {
        record Service(String name) implements Reload {}

        /// SIGUSR2 to the master process (`haproxy -W`).
        record Usr2(String pidFile) implements Reload {}

        /// A new haproxy takes the ports over and lets the old one end its sessions.
        record TakeOver(String pidFile) implements Reload {}

        record Words(List<String> words) implements Reload {
            public Words {
                words = List.copyOf(words);
            }
        }
    }

    private static final String CHECK = "if [ -n \"$2\" ]; then \"$1\" -c -q -f \"$2\" -f \"$new\"; else \"$1\" -c -q -f \"$new\"; fi\n";
    private static final String INSTALL = "new=\"$3.handyrep-try\"\n" + CHECK
            + """
            status=$?
            if [ $status -ne 0 ]; then rm -f "$new"; exit $status; fi
            if [ -n "$4" ]; then chown "$4" "$new" || exit 1; fi
            mv -T "$new" "$3"
            """;
    private static final String TRY = "new=$(mktemp) && cat > \"$new\"\n" + CHECK
            + """
            status=$?
            rm -f "$new"
            exit $status
            """;
    private static final String SIGNAL = "kill -USR2 \"$(cat \"$1\")\"";
    private static final String TAKE_OVER =
            """
            old=$(cat "$4") || exit 1
            if [ -n "$2" ]; then exec "$1" -D -p "$4" -f "$2" -f "$3" -sf $old; fi
            exec "$1" -D -p "$4" -f "$3" -sf $old
            """;

    /// Where the file is written before it is checked.
    public String draft() {
        return path + ".handyrep-try";
    }

    /// Checks the draft and puts it in place, or removes it and fails with what haproxy says.
    public Command install() {
        return Command.of("sh", "-c", INSTALL, "handyrep-install", program, base, path, owner);
    }

    /// Checks a text as the file and keeps nothing.
    public Command check(String text) {
        return Command.of("sh", "-c", TRY, "handyrep-try", program, base).withInput(text);
    }

    public Command reloading() {
        return switch (reload) {
            case Reload.Service service -> Command.of("service", service.name(), "reload");
            case Reload.Usr2 usr2 -> Command.of("sh", "-c", SIGNAL, "handyrep-reload", usr2.pidFile());
            case Reload.TakeOver over ->
                Command.of("sh", "-c", TAKE_OVER, "handyrep-reload", program, base, path, over.pidFile());
            case Reload.Words words -> Command.of(words.words());
        };
    }
}
