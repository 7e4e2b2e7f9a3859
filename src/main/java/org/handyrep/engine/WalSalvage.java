package org.handyrep.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.handyrep.cluster.HostState;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.cluster.ServerState;
import org.handyrep.plan.Situation.LeftWal;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Outcome;
import org.handyrep.plugin.RunAs;
import org.handyrep.plugin.Tools;

/// Copies WAL from the disk of a dead primary to a frozen replica, through this console: only what the replica lacks travels. The start of its first segment is the
/// replica's own where it still has that, and the checksum of the whole must be that of the primary's.
record WalSalvage(Tools tools, AdminSessions sessions) {

    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NO_START = "no start";

    /// Built under another name from the replica's own start and what comes over standard input; in its place only when it is whole and on the disk.
    private static final String WRITE =
            """
            cd "$1" || exit 3
            test -f PG_VERSION || exit 4
            mkdir -p -m 0700 handyrep_salvage && cd handyrep_salvage || exit 5
            rm -f "$2.part"
            if test "$3" -gt 0; then head -c "$3" "../pg_wal/$2" > "$2.part" || exit 6; fi
            base64 -d | gzip -d -c >> "$2.part" || exit 7
            sum=$(sha256sum < "$2.part")
            test "${sum%% *}" = "$4" || { echo "$2 does not begin as on the lost primary" >&2; exit 8; }
            truncate -s "$5" "$2.part" && sync "$2.part" && mv -f "$2.part" "$2" && sync .
            """;

    Outcome copy(Server from, Server to, int timeline, int segment) {
        if (!(HostProbe.look(tools.shell(from), from) instanceof HostState.Answers host) || host.running()) {
            return Outcome.failure("it is not proved that no PostgreSQL runs on " + from.name() + ": its WAL is not touched");
        }
        if (!(sessions.look(to, LOOK) instanceof ServerState.Replica replica)) {
            return Outcome.failure(to.name() + " is no replica any more");
        }
        WalDisk disk = new WalDisk(tools.shell(from), from, timeline, segment);
        Optional<LeftWal> left = disk.after(replica.replayed(), WalDisk.IN_A_HURRY);
        if (left.isEmpty()) {
            return Outcome.failure("the WAL on the disk of " + from.name() + " cannot be read");
        }
        Lsn position = replica.position();
        Lsn end = left.get().end();
        int files = 0;
        for (Lsn at = position; end.isAfter(at); at = new Lsn((at.value() / segment + 1) * segment)) {
            Outcome copied = copy(disk, to, at, end);
            if (!copied.succeeded()) {
                return copied;
            }
            files++;
        }
        return Outcome.success(Math.max(0, end.minus(position)) + " bytes of WAL of " + from.name() + " are on " + to.name() + " ("
                + (files == 1 ? "1 segment" : files + " segments") + ", up to " + end + ")");
    }

    private Outcome copy(WalDisk disk, Server to, Lsn at, Lsn end) {
        Lsn start = new Lsn(at.value() / disk.segment() * disk.segment());
        Lsn page = new Lsn(at.value() - at.value() % WalReader.PAGE);
        Outcome tail = write(disk, to, start, page, end);
        return tail.extra().containsKey(NO_START) ? write(disk, to, start, start, end) : tail;
    }

    /// @param first what is before it in the segment is the replica's own
    private Outcome write(WalDisk disk, Server to, Lsn start, Lsn first, Lsn end) {
        long last = Math.min(
                start.value() + disk.segment(), (end.value() + WalReader.PAGE - 1) / WalReader.PAGE * WalReader.PAGE);
        int length = (int) (last - first.value());
        Optional<byte[]> bytes = disk.read(first, length);
        Optional<String> checksum = disk.checksum(start, last - start.value());
        String name = disk.name(start);
        if (bytes.isEmpty() || checksum.isEmpty() || bytes.get().length != length) {
            return Outcome.failure(name + " of " + disk.server().name() + " cannot be read");
        }
        Command write = Command.of(
                        "sh", "-c", WRITE, "handyrep-salvage", to.setting("pgdata").orElse(""), name,
                        Long.toString(first.minus(start)), checksum.get(), Integer.toString(disk.segment()))
                .as(RunAs.POSTGRES)
                .within(LIMIT)
                .withInput(packed(bytes.get()));
        CommandResult result = tools.shell(to).run(write);
        if (result.ok()) {
            return Outcome.success(name);
        }
        Outcome failure = Outcome.failure(to.name() + ": the fetched WAL " + name + " could not be written: " + result.describe());
        return result instanceof CommandResult.Exited e && e.status() == 6 ? failure.with(NO_START, true) : failure;
    }

    private static String packed(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(out.toByteArray()) + "\n";
    }
}
