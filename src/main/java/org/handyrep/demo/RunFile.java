package org.handyrep.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Marks a directory as a demo cluster's and locks it for one console; what a crashed console left there can so be ended and removed, and nothing else.
///
/// Its first line is the process that owns it, the others are the directories of its servers, written before a server starts. The lock keeps two consoles apart that
/// start at once; the owner's line holds afterwards, since the system drops a file's lock as soon as the program closes any other handle on that file.
final class RunFile implements AutoCloseable {

    private static final String NAME = "demo.run";
    private static final Pattern OWNER = Pattern.compile("process (\\d{1,18}) started (\\d{1,18})");

    private final Path directory;
    private final FileChannel channel;

    private RunFile(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /// Takes the directory, ending and removing what a former demo left in it.
    ///
    /// @throws DemoException if a demo runs there, or the directory holds something else
    static RunFile take(Path directory) throws IOException {
        Files.createDirectories(directory);
        if (!Files.exists(directory.resolve(NAME)) && !isEmpty(directory)) {
            throw new DemoException(directory + " holds something else than a demo cluster: choose an empty directory");
        }
        FileChannel channel = FileChannel.open(
                directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new OverlappingFileLockException();
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw new DemoException("a demo cluster runs in " + directory + " already", e);
        }
        RunFile file = new RunFile(directory, channel);
        if (ownerLives(file.lines())) {
            channel.close();
            throw new DemoException("a demo cluster runs in " + directory + " already");
        }
        file.endAndRemove();
        file.write(List.of());
        return file;
    }

    /// Whether [#take] would work as far as others are concerned.
    static boolean isFree(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return isEmpty(directory);
        }
        return !ownerLives(Files.readAllLines(file));
    }

    private static boolean ownerLives(List<String> lines) {
        Matcher owner = OWNER.matcher(lines.isEmpty() ? "" : lines.getFirst());
        return owner.matches()
                && ProcessHandle.of(Long.parseLong(owner.group(1)))
                        .filter(p -> Math.abs(startOf(p) - Long.parseLong(owner.group(2))) < 10)
                        .isPresent();
    }

    /// In seconds. The system gives process numbers away again, so a number alone says little; the clock may have been set a little meanwhile.
    private static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
    }

    /// Remembers what must be ended if this program cannot do it itself.
    void remember(List<Path> dataDirectories) throws IOException {
        write(dataDirectories.stream().map(Path::toString).toList());
    }

    private void write(List<String> more) throws IOException {
        String text = "process " + ProcessHandle.current().pid() + " started " + startOf(ProcessHandle.current()) + "\n"
                + String.join("\n", more) + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
    }

    /// Not by a handle of its own: closing that would drop the lock.
    private List<String> lines() throws IOException {
        ByteBuffer text = ByteBuffer.allocate((int) channel.size());
        while (text.hasRemaining() && channel.read(text, text.position()) >= 0) {}
        return new String(text.array(), StandardCharsets.UTF_8).lines().toList();
    }

    /// Ends every server of this directory and removes all but the lock.
    void endAndRemove() throws IOException {
        Set<Path> homes = clonedHere();
        lines().stream().filter(line -> !line.isBlank()).map(Path::of).forEach(homes::add);
        for (Path data : homes) {
            if (data.startsWith(directory)) {
                if (!new BouncerProcess(data).end(Duration.ofSeconds(10))) {
                    throw new DemoException("a pgbouncer of a former demo does not end: " + data);
                }
                if (!new ServerProcesses(data).end(Duration.ofSeconds(10))) {
                    throw new DemoException("a PostgreSQL of a former demo does not end: " + data);
                }
                SharedMemory.releaseLeftBy(data);
            }
        }
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : entries.toList()) {
                if (!entry.endsWith(NAME)) {
                    Trees.delete(entry);
                }
            }
        }
    }

    /// Whoever tries out cloning makes servers that no start of the demo knew of. Those that still run may remove files meanwhile.
    private Set<Path> clonedHere() throws IOException {
        Set<Path> found = new TreeSet<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
                boolean database = Files.exists(folder.resolve("PG_VERSION"));
                if (database) {
                    found.add(folder);
                }
                return database ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return found;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
        channel.close();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }
}
