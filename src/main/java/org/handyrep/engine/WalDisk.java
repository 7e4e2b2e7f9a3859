package org.handyrep.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.handyrep.cluster.Lsn;
import org.handyrep.cluster.Server;
import org.handyrep.plan.Situation.LeftWal;
import org.handyrep.plugin.Command;
import org.handyrep.plugin.CommandResult;
import org.handyrep.plugin.Shell;
import org.handyrep.plugin.cloning.Meter;
import org.handyrep.plugin.cloning.Progress;
import org.handyrep.plugin.cloning.Watch;

/// The WAL segments on the disk of a server that cannot be asked.
///
/// @param shell on its host
/// @param segment bytes of a segment
record WalDisk(Shell shell, Server server, int timeline, int segment) {

    /// So much is looked through while clients wait for a failover, in bytes.
    static final long IN_A_HURRY = 256L * 1024 * 1024;

    static final long ALL = Long.MAX_VALUE;

    private static final int FIRST_LOOK = 64 * 1024;
    private static final int LONGEST_LOOK = 16 * 1024 * 1024;
    private static final int NOT_THERE = 5;

    /// The journal is on that disk, too.
    private static final long LEFT_FREE = 256L * 1024 * 1024;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Pages of one segment, packed for a text channel.
    private static final String READ =
            """
            cd "$1" || exit 3
            cd pg_wal 2>/dev/null || cd pg_xlog || exit 4
            test -e "$2" || exit 5
            dd if="$2" bs=8192 skip="$3" count="$4" 2>/dev/null | gzip -1 -c | base64 -w 60000
            """;

    private static final String CHECKSUM =
            """
            cd "$1" || exit 3
            cd pg_wal 2>/dev/null || cd pg_xlog || exit 4
            head -c "$3" "$2" | sha256sum
            """;

    /// What it holds after a position, which must be the end of a record; empty when it cannot be read or is too much.
    ///
    /// @param most bytes that are looked through
    Optional<LeftWal> after(Lsn position, long most) {
        WalReader reader = new WalReader(position, segment);
        Lsn base = new Lsn(position.value() - position.value() % WalReader.PAGE);
        int next = FIRST_LOOK;
        for (long seen = 0; seen < most; next = Math.min(next * 8, LONGEST_LOOK)) {
            Optional<byte[]> read = read(new Lsn(base.value() + seen), next);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            seen += read.get().length;
            if (!reader.add(read.get()) || read.get().length == 0) {
                return Optional.of(new LeftWal(server.name(), reader.end(), reader.commits()));
            }
        }
        return Optional.empty();
    }

    /// Up to so many bytes from a page on, not beyond its segment; none where that is not there, empty when it cannot be read.
    Optional<byte[]> read(Lsn from, int length) {
        long inSegment = Long.remainderUnsigned(from.value(), segment);
        long pages = Math.min(length, segment - inSegment) / WalReader.PAGE;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        Command command = script(READ, name(from), Long.toString(inSegment / WalReader.PAGE), Long.toString(pages));
        CommandResult result = shell.run(command, line -> text.writeBytes(line.getBytes(StandardCharsets.US_ASCII)));
        if (result instanceof CommandResult.Exited exited && exited.status() == NOT_THERE) {
            return Optional.of(new byte[0]);
        }
        // A segment is whole from the start, so less of it is a disk that fails.
        return result.ok() ? unpacked(text.toByteArray()).filter(bytes -> bytes.length == pages * WalReader.PAGE) : Optional.empty();
    }

    /// Copies its files from the one that holds a position to the one that holds another, or to the last.
    ///
    /// @param to exclusive
    /// @return the names of those that are not there, the others by `saved`
    /// @throws IOException when one cannot be read or written to the disk, there is not room for it and some more, or it was cancelled
    List<String> save(Lsn from, Lsn to, Path folder, Meter meter, Watch watch, Consumer<Path> saved) throws IOException {
        List<String> gone = new ArrayList<>();
        for (Lsn at = new Lsn(from.value() - Long.remainderUnsigned(from.value(), segment)); to.isAfter(at); at = new Lsn(at.value() + segment)) {
            Path file = folder.resolve(name(at));
            if (save(at, file, meter, watch)) {
                saved.accept(file);
            } else {
                Files.deleteIfExists(file);
                gone.add(name(at));
            }
        }
        return gone;
    }

    private boolean save(Lsn start, Path file, Meter meter, Watch watch) throws IOException {
        if (Files.getFileStore(file.getParent()).getUsableSpace() < LEFT_FREE + segment) {
            throw new IOException("there is no room for " + name(start) + " in " + file.getParent() + ": " + Progress.size(LEFT_FREE) + " are left free");
        }
        Files.deleteIfExists(file);
        for (int done = 0; done < segment; ) {
            if (watch.cancelled()) {
                throw new IOException("cancelled");
            }
            byte[] bytes = read(new Lsn(start.value() + done), LONGEST_LOOK)
                    .orElseThrow(() -> new IOException(name(start) + " on the host of " + server.name() + " cannot be read"));
            if (bytes.length == 0) {
                return false;
            }
            Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            done += bytes.length;
            meter.add(bytes.length);
            watch.tell(meter.progress());
        }
        if (Files.size(file) != segment) {
            throw new IOException(file + " has " + Files.size(file) + " bytes instead of " + segment);
        }
        return true;
    }

    private static Optional<byte[]> unpacked(byte[] text) {
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
