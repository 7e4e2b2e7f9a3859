package org.handyrep.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.handyrep.plan.Plan;
import org.handyrep.plugin.Outcome;
import org.jspecify.annotations.Nullable;

/// Runs one plan at a time on a thread of its own and keeps the journal. A lock file keeps a second program with the same configuration from acting.
final class OperationDesk implements AutoCloseable {

    private static final DateTimeFormatter ID =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Journal journal;
    private final Clock clock;
    private final Function<Story, ClusterWorld> worlds;
    private final Consumer<Story> publish;
    private final EngineLog log;
    private @Nullable PlanRunner runner;
    private @Nullable Story current;
    private List<Story> elsewhere = List.of();
    private long launches;
    private CompletableFuture<Void> ended = CompletableFuture.completedFuture(null);
    private @Nullable FileChannel lockFile;
    private @Nullable FileLock lock;

    /// @param publish called on the operation's thread with each change
    OperationDesk(
            Path directory,
            JournalCopies copies,
            Clock clock,
            Function<Story, ClusterWorld> worlds,
            Consumer<Story> publish,
            EngineLog log) {
        this.directory = directory;
        this.journal = new Journal(directory, copies);
        this.clock = clock;
        this.worlds = worlds;
        this.publish = publish;
        this.log = log;
        this.current = journal.read().stream().filter(s -> !s.hasEnded()).findFirst().orElse(null);
    }

    /// The operation that runs here or elsewhere, was interrupted, or ended last in this run of the program.
    synchronized Optional<Story> current() {
        return runner == null && !elsewhere.isEmpty() ? Optional.of(elsewhere.getFirst()) : Optional.ofNullable(current);
    }

    // what other consoles do

    /// How many operations were launched here. Who looks around asks before: what is launched meanwhile would be taken for another console's.
    synchronized long launches() {
        return launches;
    }

    /// Shows what runs on other consoles, instead of what ran there when this was called last. Does nothing when an operation was launched here since the look began.
    ///
    /// @param before [#launches()] when the look began
    void showElsewhere(List<Story> stories, long before) {
        Optional<Story> shown;
        synchronized (this) {
            if (before != launches || stories.equals(elsewhere)) {
                return;
            }
            elsewhere = List.copyOf(stories);
            shown = current();
        }
        shown.ifPresent(publish);
    }

    /// Takes over what another console wrote about an operation, its end too.
    Optional<Story> merge(String id, List<String> lines) {
        Optional<Story> merged;
        synchronized (this) {
            if (runner != null) {
                return Optional.empty();
            }
            merged = journal.merge(id, lines);
            if (merged.isPresent() && (current == null || current.id().equals(id) || current.hasEnded())) {
                current = merged.get();
            }
        }
        merged.ifPresent(publish);
        return merged;
    }

    /// Makes an operation that another console began and left an interrupted one of this console.
    void adopt(String id, List<String> lines, String console) {
        Story adopted;
        synchronized (this) {
            Optional<Story> merged = runner == null ? journal.merge(id, lines) : Optional.empty();
            if (merged.isEmpty()) {
                return;
            }
            JournalEvent event = new JournalEvent(
                    JournalEvent.Kind.TAKEN_OVER, clock.instant(), -1, "begun by " + console + ", which is not at it any more", 0);
            journal.append(id, event);
            adopted = merged.get().with(event);
        }
        told(adopted);
    }

    /// The lines of an operation of this console's journal.
    List<String> lines(String id) {
        return journal.lines(id);
    }

    /// This console's own journal, newest first.
    List<Story> own() {
        return journal.read();
    }

    Optional<Story> parse(List<String> lines) {
        return journal.parse(lines);
    }

    // what is asked for

    synchronized boolean isRunning() {
        return runner != null;
    }

    /// What is over for everybody who looks still closes its sessions: waits for that, and for nothing else.
    void settle() {
        CompletableFuture<Void> end;
        synchronized (this) {
            boolean over = runner != null && current != null && (current.hasEnded() || !current.running());
            end = over ? ended : CompletableFuture.completedFuture(null);
        }
        end.join();
    }

    /// Unfinished first, then newest first.
    List<Story> all() {
        List<Story> stories = new ArrayList<>(journal.read());
        List<Story> newer = new ArrayList<>();
        synchronized (this) {
            newer.addAll(elsewhere);
            if (current != null && elsewhere.stream().noneMatch(s -> s.id().equals(Objects.requireNonNull(current).id()))) {
                newer.add(current);
            }
        }
        newer.forEach(now -> {
            stories.removeIf(s -> s.id().equals(now.id()));
            stories.addFirst(now);
        });
        stories.sort((a, b) -> a.hasEnded() == b.hasEnded() ? b.id().compareTo(a.id()) : a.hasEnded() ? 1 : -1);
        return List.copyOf(stories);
    }

    Optional<Story> find(String id) {
        return all().stream().filter(s -> s.id().equals(id)).findFirst();
    }

    /// Begins a new operation; succeeds with its id in `operation`.
    Outcome begin(Plan plan, String operator) {
        settle();
        return beginNow(plan, operator);
    }

    private synchronized Outcome beginNow(Plan plan, String operator) {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            return Outcome.failure(obstacle.get());
        }
        Optional<Story> unfinished = all().stream().filter(s -> !s.hasEnded()).findFirst();
        if (unfinished.isPresent()) {
            Story first = unfinished.get();
            return nothingDone(first.plan().title()
                    + (first.elsewhere().isEmpty()
                            ? " is unfinished: resume it or roll it back first (Operations)"
                            : " is running on " + first.elsewhere() + ": wait until it ends"));
        }
        String id = ID.format(clock.instant()) + "-" + UUID.randomUUID().toString().substring(0, 4);
        Story story;
        try {
            story = journal.begin(id, plan, operator, clock.instant());
        } catch (UncheckedIOException e) {
            return nothingDone("nothing was done: the journal cannot be written: " + e.getMessage());
        }
        return launch(story, PlanRunner::run);
    }

    Outcome resume(String id) {
        settle();
        return goOn(id, PlanRunner::run);
    }

    Outcome rollBack(String id) {
        settle();
        Optional<Story> story = find(id);
        if (story.isPresent() && story.get().isPastReturn()) {
            return Outcome.failure(
                    story.get().plan().title() + " is past the point of no return: it can only be resumed");
        }
        return goOn(id, PlanRunner::rollBack);
    }

    /// Closes an interrupted operation without touching a server.
    Outcome leave(String id, String who) {
        Story left;
        synchronized (this) {
            Optional<Story> story = find(id).filter(s -> !s.hasEnded());
            if (story.isEmpty()) {
                return Outcome.failure("there is no interrupted operation " + id);
            }
            Optional<String> obstacle = obstacle();
            if (obstacle.isPresent()) {
                return Outcome.failure(obstacle.get());
            }
            String text = story.get().plan().title() + " was left as it is by " + who;
            JournalEvent event = new JournalEvent(JournalEvent.Kind.LEFT, clock.instant(), -1, text, 0);
            if (!story.get().elsewhere().isEmpty()) {
                return nothingDone(story.get().plan().title() + " is running on " + story.get().elsewhere());
            }
            journal.append(id, event);
            left = story.get().with(event);
            unlock();
        }
        if (left.isShared()) {
            var unused = journal.secure(id);
        }
        told(left);
        return Outcome.success(left.events().getLast().text());
    }

    private synchronized Outcome goOn(String id, Consumer<PlanRunner> how) {
        Optional<Story> story = find(id);
        if (story.isEmpty()) {
            return Outcome.failure("there is no operation " + id);
        }
        if (story.get().hasEnded()) {
            return Outcome.failure(story.get().plan().title() + " has ended: there is nothing to go on with");
        }
        if (!story.get().elsewhere().isEmpty()) {
            return Outcome.failure(story.get().plan().title() + " is running on " + story.get().elsewhere()
                    + ": only that console can do anything with it");
        }
        return obstacle().map(Outcome::failure).orElseGet(() -> launch(story.get(), how));
    }

    synchronized Outcome cancel(String id) {
        if (runner == null || current == null || !current.id().equals(id)) {
            return Outcome.failure("operation " + id + " is not running");
        }
        if (current.isPastReturn()) {
            return Outcome.failure(current.plan().title() + " is past the point of no return: it can only go forward");
        }
        runner.cancel();
        return Outcome.success(current.plan().title() + " will be taken back before its next step");
    }

    /// Takes the lock too; whoever asks and then does nothing gives it back.
    private Optional<String> obstacle() {
        if (runner != null && current != null) {
            return Optional.of(current.plan().title() + " is running: one operation at a time");
        }
        Optional<String> held = lock();
        if (held.isPresent()) {
            unlock();
        }
        return held;
    }

    private Outcome nothingDone(String why) {
        unlock();
        return Outcome.failure(why);
    }

    private Outcome launch(Story story, Consumer<PlanRunner> how) {
        launches++;
        elsewhere = List.of();
        ClusterWorld world = worlds.apply(story);
        PlanRunner now = new PlanRunner(world, journal, clock, story, this::told);
        runner = now;
        current = new Story(story.id(), story.plan(), story.operator(), story.startedAt(), story.events(), true);
        CompletableFuture<Void> end = new CompletableFuture<>();
        ended = end;
        Thread.ofPlatform().name("operation " + story.id()).start(() -> {
            try (world) {
                how.accept(now);
            } catch (RuntimeException e) {
                log.log("OPERATION", "", true, story.plan().title() + " ended early: " + e);
            } finally {
                release();
                end.complete(null);
            }
        });
        return Outcome.success(story.plan().title() + " has begun").with("operation", story.id());
    }

    private void told(Story story) {
        boolean happened;
        synchronized (this) {
            happened = current == null || current.events().size() < story.events().size();
            current = story;
        }
        if (happened && !story.events().isEmpty()) {
            JournalEvent event = story.events().getLast();
            String step = event.step() < 0 ? "" : " " + story.plan().steps().get(event.step()).title();
            boolean bad = switch (event.kind()) {
                case FAILED, WARNED, UNDO_FAILED, STOPPED -> true;
                case BEGUN, DONE, UNDOING, UNDONE, RESUMED, TAKEN_OVER, SUCCEEDED, ROLLED_BACK, LEFT -> false;
            };
            log.log("OPERATION", "", bad, event.kind() + step + (event.text().isEmpty() ? "" : ": " + event.text()));
        }
        publish.accept(story);
    }

    private void release() {
        Story last;
        synchronized (this) {
            runner = null;
            unlock();
            if (current != null && current.running()) {
                current = new Story(
                        current.id(), current.plan(), current.operator(), current.startedAt(), current.events(), false);
            }
            last = current;
        }
        if (last != null) {
            publish.accept(last);
        }
    }

    /// Waits until no operation runs.
    void await() {
        CompletableFuture<Void> end;
        synchronized (this) {
            end = ended;
        }
        end.join();
    }

    /// @return why this program may not act
    private Optional<String> lock() {
        if (lock != null) {
            return Optional.empty();
        }
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lockFile = channel;
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return Optional.of("this program has the same configuration open twice");
        } catch (IOException e) {
            return Optional.of("the journal's lock cannot be taken: " + e.getMessage());
        }
        return lock == null
                ? Optional.of("another HandyRep on this machine operates with the same configuration")
                : Optional.empty();
    }

    @Override
    public void close() {
        await();
        synchronized (this) {
            unlock();
        }
    }

    /// Between operations a command line beside the window may act.
    private void unlock() {
        try {
            if (lockFile != null) {
                lockFile.close();
            }
            lockFile = null;
            lock = null;
        } catch (IOException e) {
            log.log("OPERATION", "", true, "the journal's lock was not released: " + e.getMessage());
        }
    }
}
