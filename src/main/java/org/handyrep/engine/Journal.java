package org.handyrep.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.handyrep.plan.Plan;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What was planned and done, one file per operation, one JSON line per event, all of them forced to the disk before the next act.
public final class Journal {

    /// @param console where it was begun
    private record Planned(String id, String operator, @Nullable String console, Instant startedAt, Plan plan) {

        /// What a console began by itself is not taken for what this one did.
        String operatorSeenOn(String here) {
            boolean elsewhere = console != null && !console.isEmpty() && !here.isEmpty() && !console.equals(here);
            return elsewhere && Automation.isOperator(operator) ? operator + " on " + console : operator;
        }
    }

    /// Characters of a damaged line, for people.
    private static final int SHOWN = 200;

    private final Path directory;
    private final JournalCopies copies;
    private final JsonMapper json;
    /// What has ended does not change any more.
    private final Map<Path, Story> ended = new ConcurrentHashMap<>();

    public Journal(Path directory) {
        this(directory, JournalCopies.NONE);
    }

    Journal(Path directory, JournalCopies copies) {
        this.directory = directory;
        this.copies = copies;
        json = StepNames.in(JsonMapper.builder()).build();
    }

    /// Begins the journal of a new operation.
    ///
    /// @throws UncheckedIOException if it cannot be forced to the disk; then nothing may be done
    Story begin(String id, Plan plan, String operator, Instant now) {
        try {
            Files.createDirectories(directory);
            Path file = file(id);
            Files.createFile(file);
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
            append(file, json.writeValueAsString(new Planned(id, operator, copies.console(), now, plan)), true);
            OnDisk.forceFolder(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Story(id, plan, operator, now, List.of(), true);
    }

    /// @throws UncheckedIOException if it cannot be forced to the disk
    void append(String id, JournalEvent event) {
        append(id, event, true);
    }

    /// What no act hangs on reaches the disk with what follows.
    void note(String id, JournalEvent event) {
        append(id, event, false);
    }

    private void append(String id, JournalEvent event, boolean force) {
        try {
            append(file(id), json.writeValueAsString(event), force);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets the copies that were made follow, some time.
    void share(String id) {
        copies.changed(id, () -> lines(id));
    }

    /// Lets other hosts know of it some time, or when something is secured.
    void announce(String id) {
        copies.announce(id, () -> lines(id));
    }

    /// Has it copied to other hosts at once.
    ///
    /// @return why none has it; empty when at least one has
    Optional<String> secure(String id) {
        return copies.secure(id, () -> lines(id));
    }

    /// Has it copied at once to the host of that server before others.
    ///
    /// @return why none has it; empty when at least one has
    Optional<String> secureAt(String server, String id) {
        return copies.secureAt(server, id, () -> lines(id));
    }

    /// Whether another console went on with the operation since this one did.
    ///
    /// @return the server whose copy says so
    Optional<String> overtaken(String id) {
        return copies.overtaken(id, () -> lines(id));
    }

    /// The whole lines of an operation's file, the plan first.
    List<String> lines(String id) {
        try {
            String text = text(file(id));
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes over what another console wrote, as far as this machine does not have it, after what it has.
    ///
    /// @param theirs the lines of the other journal, the plan first
    /// @return empty when they are no journal of this operation
    Optional<Story> merge(String id, List<String> theirs) {
        if (parse(theirs).filter(story -> story.id().equals(id)).isEmpty()) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(directory);
            List<String> mine = Files.exists(file(id)) ? text(file(id)).lines().toList() : theirs;
            // Each line has its own instant, so the same line is the same event.
            List<String> all = Stream.concat(mine.stream(), theirs.stream()).distinct().toList();
            replace(file(id), String.join("\n", all) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return story(file(id));
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh);
        if (Files.getFileStore(fresh).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-------"));
        }
        append(fresh, text.stripTrailing(), true);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// What a full disk or a loss of power left of a line stays a line of its own: nothing is glued to it, and nothing removed.
    private static void append(Path file, String line, boolean force) throws IOException {
        String begin = isCut(file) ? "\n" : "";
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap((begin + line + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(true);
            }
        }
    }

    private static boolean isCut(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.read(last, Math.max(0, channel.size() - 1)) == 1 && last.get(0) != '\n';
        }
    }

    /// All operations, newest first.
    List<Story> read() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(f -> f.toString().endsWith(".jsonl"))
                    .sorted(Comparator.comparing(Path::getFileName).reversed())
                    .map(this::story)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Story> story(Path file) {
        Optional<Story> story = Optional.ofNullable(ended.get(file)).or(() -> parse(file));
        story.filter(Story::hasEnded).ifPresent(s -> ended.put(file, s));
        return story;
    }

    private Optional<Story> parse(Path file) {
        try {
            return parse(text(file).lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A line may be cut in the middle of a character.
    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /// A damaged line is told of in its place and does not count: the program ended while it wrote it, before the act that it is about. Empty when it is the plan's.
    Optional<Story> parse(List<String> lines) {
        return lines.stream().findFirst().flatMap(line -> read(line, Planned.class)).map(planned -> {
            List<JournalEvent> events = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                Instant before = events.isEmpty() ? planned.startedAt() : events.getLast().at();
                events.add(read(line, JournalEvent.class).orElseGet(() -> damaged(line, before)));
            }
            return new Story(
                    planned.id(), planned.plan(), planned.operatorSeenOn(copies.console()), planned.startedAt(), events, false);
        });
    }

    private <T> Optional<T> read(String line, Class<T> type) {
        try {
            return Optional.ofNullable(json.readValue(line, type));
        } catch (JacksonException cutInTheMiddle) {
            return Optional.empty();
        }
    }

    private static JournalEvent damaged(String line, Instant before) {
        String start = line.substring(0, Math.min(SHOWN, line.length())).replaceAll("\\p{Cntrl}", "?");
        return new JournalEvent(
                JournalEvent.Kind.WARNED, before, -1, "a line of this journal was cut when it was written, and does not count: " + start, 0);
    }

    private Path file(String id) {
        return directory.resolve(id + ".jsonl");
    }
}
