package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.RunAs;

/// Makes a command that reads no input end when its input ends: sshd does not end what it started when a console goes away, but it closes that input.
final class Leash {

    private static final String SCRIPT =
            """
            cd "$1" || exit 3
            shift
            exec 3<&0
            "$@" < /dev/null 3<&- &
            command=$!
            ( cat <&3; kill -TERM $command; sleep 10; kill -KILL $command ) > /dev/null 2>&1 &
            hand=$!
            exec 3<&-
            wait $command
            status=$?
            kill $hand 2> /dev/null
            exit $status
            """;

    private Leash() {}

    /// @param directory where it runs
    static Command of(String directory, List<String> words) {
        List<String> arguments = new ArrayList<>(List.of(directory));
        arguments.addAll(words);
        return Command.script(SCRIPT, "clone", arguments).as(RunAs.POSTGRES).within(Duration.ofDays(365));
    }
}
