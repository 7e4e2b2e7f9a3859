package org.handyrep.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Situation.LeftWal;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Shell;

/// The WAL segments on the disk of a server that cannot be asked.
///
/// @param shell on its host
/// @param segment bytes of a segment
record WalDisk(Shell shell, Server server, int timeline, int segment) {

    /// Beyond this nothing is counted: so much is never lost by accident.
    private static final int MOST = 256 * 1024 * 1024;

    private static final int FIRST_LOOK = 64 * 1024;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Pages of one segment, packed for a text channel. Nothing for a segment that is not there.
    private static final String READ =
            """
            cd "$1" || exit 3
            cd pg_wal 2>/dev/null || cd pg_xlog || exit 4
            test -e "$2" || exit 0
            dd if="$2" bs=8192 skip="$3" count="$4" 2>/dev/null | gzip -1 -c | base64 -w 60000
            """;

    private static final String CHECKSUM =
            """
            cd "$1" || exit 3
            cd pg_wal 2>/dev/null || cd pg_xlog || exit 4
            head -c "$3" "$2" | sha256sum
            """;

    /// What it holds after a position, which must be the end of a record; empty when it cannot be read or is too much.
    Optional<LeftWal> after(Lsn position) {
        Lsn base = new Lsn(position.value() - position.value() % WalReader.PAGE);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int next = FIRST_LOOK;
        while (all.size() < MOST) {
            int before = all.size();
            Optional<byte[]> read = read(new Lsn(base.value() + before), next);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            all.writeBytes(read.get());
            WalReader.Found found = WalReader.read(all.toByteArray(), base, position, segment);
            if (!found.more() || all.size() == before) {
                return Optional.of(new LeftWal(server.name(), found.end(), found.commits()));
            }
            next = Math.min(next * 8, segment);
        }
        return Optional.empty();
    }

    /// Up to so many bytes from a page on, not beyond its segment; none where there are none.
    Optional<byte[]> read(Lsn from, int length) {
        long inSegment = Long.remainderUnsigned(from.value(), segment);
        long pages = Math.min(length, segment - inSegment) / WalReader.PAGE;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Command command = script(READ, name(from), Long.toString(inSegment / WalReader.PAGE), Long.toString(pages));
        CommandResult result = shell.run(command, line -> text.writeBytes(line.getBytes(StandardCharsets.US_ASCII)));
        return result.ok() ? unpacked(text.toByteArray()) : Optional.empty();
    }

    /// Copies its files from the one that holds a position on, until one is missing or enough is copied.
    ///
    /// @param to where the timeline was left; empty for its end
    /// @return how many
    int save(Lsn from, Optional<Lsn> to, Path folder) throws IOException {
        int saved = 0;
        Lsn at = new Lsn(from.value() - Long.remainderUnsigned(from.value(), segment));
        while (isBefore(at, to) && (long) saved * segment < MOST) {
            Optional<byte[]> bytes = read(at, segment);
            if (bytes.isEmpty() || bytes.get().length == 0) {
                return saved;
            }
            Files.write(folder.resolve(name(at)), bytes.get());
            saved++;
            at = new Lsn(at.value() + segment);
        }
        return saved;
    }

    private static boolean isBefore(Lsn position, Optional<Lsn> end) {
        return end.map(e -> e.isAfter(position)).orElse(true);
    }

    private static Optional<byte[]> unpacked(byte[] text) {
        if (text.length == 0) {
            return Optional.of(text);
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(Base64.getMimeDecoder().decode(text)))) {
            return Optional.of(in.readAllBytes());
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// SHA-256 of the first bytes of a segment.
    Optional<String> checksum(Lsn inSegment, long bytes) {
        CommandResult result = shell.run(script(CHECKSUM, name(inSegment), Long.toString(bytes)));
        return result instanceof CommandResult.Exited e && e.status() == 0 && e.output().length() > 64
                ? Optional.of(e.output().substring(0, 64))
                : Optional.empty();
    }

    /// The file that holds a position.
    String name(Lsn position) {
        long number = Long.divideUnsigned(position.value(), segment);
        long inOneFile = 0x1_0000_0000L / segment;
        return String.format(Locale.ROOT, "%08X%08X%08X", timeline, number / inOneFile, number % inOneFile);
    }

    private Command script(String text, String... arguments) {
        return WalScripts.script(text, server, arguments).within(LIMIT);
    }
}
