package org.handyrep.plugin.cloning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.handyrep.cluster.ControlData;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.RunningPostgres;

/// Looks at the directories of a server, as the owner of PostgreSQL. Changes nothing.
public final class HostLook {

    /// One fact a line, its name first, tabs between. What a directory is called may hold anything but a line break, which [PathSanity] refuses.
    private static final String SCRIPT =
            """
            say() { printf '%s\\t' "$@"; echo; }
            say user "$(id -un)"
            home=$(getent passwd "$(id -un)" 2>/dev/null | cut -d: -f6)
            say home "${home:-$HOME}"
            say boot "$(cat /proc/sys/kernel/random/boot_id 2>/dev/null)"
            wal=$1; folder=$2; shift 2
            data=$1
            """
                    + PlaceNames.SCRIPT
                    + """
            place() {
              what=none; test -e "$1" || test -L "$1" && what=other; test -d "$1" && what=directory
              up=$1; while ! test -d "$up"; do up=$(dirname "$up"); done
              real=$(cd "$up" && pwd -P); rest=${1#"$up"}; real=${real%/}$rest
              mine=no
              if test $what = directory; then test -O "$1" && test -w "$1" && mine=yes; else test -w "$up" && mine=yes; fi
              id=-; test $what = directory && id=$(stat -c %d:%i "$1")
              free=$(df -Pk "$up" | awk 'NR == 2 {print $4}')
              token=-; test -f "$1/handyrep.clone" && { token=$(head -n 1 "$1/handyrep.clone" | tr -d '\\t'); token=${token:-?}; }
              old=no; test -e "$1/handyrep_old/PG_VERSION" && old=yes
              moving=no; test -e "$1/handyrep_part" && moving=yes
              device=$(stat -c %d "$up")
              mounted=no; test $what = directory && test "$device" != "$(stat -c %d "$1/..")" && mounted=yes
              say place "$1" $what "$real" $mine $id "$token" "${free:-0}" $mounted "$device" $old $moving
              test $what = directory && cd "$1" 2>/dev/null || return
              { names | head -n 20; traces | head -n 20; } | while IFS= read -r name; do say entry "$1" "$name"; done
              strange "$(kind "$1")" | head -n 20 | while IFS= read -r name; do say strange "$1" "$name"; done
            }
            for one; do ( place "$one" ); done
            cd "$data" 2>/dev/null || exit 0
            test ! -e PG_VERSION || { version=$(head -n 1 PG_VERSION); say version "${version:-?}"; }
            say control "$(od -An -v -tx1 -N 64 global/pg_control 2>/dev/null | tr -d ' \\n')"
            for wal in pg_wal pg_xlog; do test -L $wal && say wal "$(readlink -f $wal)"; done
            for link in pg_tblspc/*; do test -L "$link" && say tablespace "${link#pg_tblspc/}" "$(readlink -f "$link")"; done
            """;

    /// Reads every directory there is, for seconds.
    private static final String SIZE =
            """
            timeout 20 du -skx "$@" 2>/dev/null | while IFS='\t' read -r kilobytes one; do say size "$one" "$kilobytes"; done
            """;

    private static final String RUNNING =
            RunningPostgres.SCRIPT
                    + """
            say running "$(running)"
            """;

    private HostLook() {}

    /// At the target of a clone.
    public static Command command(CloneJob job) {
        return command(SCRIPT + SIZE + RUNNING, job.wal().orElse(""), job.versionFolder(), job.places());
    }

    /// As [#command(CloneJob)] without measuring what is there.
    public static Command quick(CloneJob job) {
        return command(SCRIPT + RUNNING, job.wal().orElse(""), job.versionFolder(), job.places());
    }

    /// @param places absolute paths, the data directory first; what belongs into the others is not asked
    public static Command quick(List<String> places) {
        return command(SCRIPT + RUNNING, "", "", places);
    }

    private static Command command(String script, String wal, String folder, List<String> places) {
        List<String> arguments = new ArrayList<>(List.of(wal, folder));
        arguments.addAll(places);
        return Command.script(script, "clone-look", arguments).as(RunAs.POSTGRES).within(Duration.ofSeconds(60));
    }

    /// Empty when the host did not answer as it should.
    public static Optional<HostSeen> of(CommandResult result) {
        if (!(result instanceof CommandResult.Exited exited) || exited.status() != 0) {
            return Optional.empty();
        }
        Map<String, String> facts = new HashMap<>();
        Map<String, String> tablespaces = new HashMap<>();
        Map<String, Long> sizes = new HashMap<>();
        Map<String, List<String>> entries = new HashMap<>();
        Map<String, List<String>> strange = new HashMap<>();
        List<String[]> places = new ArrayList<>();
        exited.output().lines().map(line -> line.split("\t", -1)).forEach(words -> {
            switch (words[0]) {
                case "place" -> places.add(words);
                case "entry" -> entries.computeIfAbsent(words[1], p -> new ArrayList<>()).add(words[2]);
                case "strange" -> strange.computeIfAbsent(words[1], p -> new ArrayList<>()).add(words[2]);
                case "size" -> sizes.put(words[1], number(words[2]) * 1024);
                case "tablespace" -> tablespaces.put(words[1], words[2]);
                default -> facts.putIfAbsent(words[0], words.length > 1 ? words[1] : "");
            }
        });
        if (places.isEmpty() || places.stream().anyMatch(words -> words.length < 12)) {
            return Optional.empty();
        }
        String control = facts.getOrDefault("control", "");
        return Optional.of(new HostSeen(
                facts.getOrDefault("user", ""),
                facts.getOrDefault("home", ""),
                facts.getOrDefault("boot", ""),
                places.stream()
                        .map(words -> place(
                                words, entries.getOrDefault(words[1], List.of()), strange.getOrDefault(words[1], List.of()), sizes.getOrDefault(words[1], 0L)))
                        .toList(),
                facts.getOrDefault("version", ""),
                ControlData.parseHex(control),
                control.length() >= 16 ? control.substring(0, 16) : "",
                facts.getOrDefault("running", ""),
                Optional.ofNullable(facts.get("wal")),
                tablespaces));
    }

    private static PlaceSeen place(String[] words, List<String> entries, List<String> strange, long used) {
        boolean exists = words[2].equals("directory");
        PlaceSeen.Left left = new PlaceSeen.Left(words[6].equals("-") ? "" : words[6], words[10].equals("yes"), words[11].equals("yes"));
        return new PlaceSeen(
                words[1], exists, words[2].equals("other") ? "not a directory" : "", words[3], words[4].equals("yes"), words[5], entries,
                strange, left, new PlaceSeen.Space(words[9], number(words[7]) * 1024, used), words[8].equals("yes"));
    }

    private static long number(String text) {
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
    }
}
