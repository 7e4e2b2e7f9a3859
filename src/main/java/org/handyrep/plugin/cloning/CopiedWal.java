package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.RunAs;

/// The WAL file that a copy ends with. Names of WAL files are without their timelines here, so that they sort by their positions.
///
/// @param last the newest WAL file that the copy brought
/// @param size bytes of a WAL file
public record CopiedWal(String last, long size) {

    /// The folders to look into, the first that is there. A file that a server made ahead, to be used some time, begins with the address of another one.
    private static final String SCRIPT =
            """
            for folder; do
              test -d "$folder/" || continue
              cd "$folder" || exit 3
              for file in $(ls | grep -E '^[0-9A-F]{24}$' | sed 's/^.\\{8\\}/& /' | sort -r -k 2 | tr -d ' '); do
                size=$(stat -c %s "$file"); name=${file#????????}; number=${name#????????}
                expected=$(printf '%s%08x' "${name%????????}" $((0x$number * size)) | tr A-F a-f)
                test "$(od -An -v -tx8 -j8 -N8 "$file" | tr -d ' ')" = "$expected" || continue
                echo "$name $size"
                exit 0
              done
            done
            echo "no WAL file came with the copy" >&2
            exit 4
            """;

    /// As the owner of PostgreSQL, wherever the copy is by now.
    public static Command question(CloneJob job) {
        List<String> folders = new ArrayList<>(List.of(job.incoming() + "/" + job.walFolder()));
        job.wal().ifPresent(folders::add);
        folders.add(job.directory() + "/" + job.walFolder());
        return Command.script(SCRIPT, "clone-wal", folders).as(RunAs.POSTGRES).within(Duration.ofMinutes(5));
    }

    public static Optional<CopiedWal> of(CommandResult answer) {
        String[] words = answer instanceof CommandResult.Exited done && answer.ok() ? done.output().strip().split(" ", 2) : new String[0];
        return words.length == 2 && words[0].matches("[0-9A-F]{16}") && words[1].matches("[0-9]{5,10}")
                ? Optional.of(new CopiedWal(words[0], Long.parseLong(words[1])))
                : Optional.empty();
    }

    /// What a replica made of the copy asks its upstream for first. The backup of a primary ends with a whole WAL file; that of a replica where that happened to be.
    public String next(boolean whole) {
        long number = Long.parseUnsignedLong(last.substring(8), 16) + (whole ? 1 : 0);
        long high = Long.parseUnsignedLong(last.substring(0, 8), 16);
        long perId = 0x100000000L / size;
        return String.format(Locale.ROOT, "%08X%08X", high + number / perId, number % perId);
    }

    /// The name of the WAL file that holds a byte.
    public static String file(long position, long segment) {
        long perId = 0x100000000L / segment;
        long number = Long.divideUnsigned(position, segment);
        return String.format(Locale.ROOT, "%08X%08X", number / perId, number % perId);
    }
}
